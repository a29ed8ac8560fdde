using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Softswitch.Integration.Tests.Audio;
using Softswitch.Integration.Tests.Processes;

namespace Softswitch.Integration.Tests.Peers;

/// <summary>
/// Mouth and ear for a SIPp that only signals: says a tone as PCMU to wherever packets come from, or where it is told, and keeps what it hears.
/// baresip 1.0.0 stops recording once it was on hold; this does not.
/// </summary>
internal sealed class RtpVoice : IAsyncDisposable
{
    private const int SamplesPerPacket = 160;
    private const int HeaderBytes = 12;
    private const int KeySamples = ToneFile.SampleRate * 80 / 1000;
    private const string Keys = "123A456B789C*0#D";
    private static readonly int[] Low = [697, 770, 852, 941];
    private static readonly int[] High = [1209, 1336, 1477, 1633];
    private static readonly TimeSpan PacketTime = TimeSpan.FromMilliseconds(20);
    private readonly UdpClient _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<short> _heard = [];
    private readonly ConcurrentQueue<short> _pressed = new();
    private readonly Task[] _work;
    private volatile IPEndPoint? _remote;

    public RtpVoice(int hertz)
    {
        Port = LoopbackPorts.Take();
        _socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, Port));
        _work = [ListenAsync(), SpeakAsync(hertz)];
    }

    public int Port { get; }

    /// <summary>The session description that names it.</summary>
    public string Session(int version = 1, string direction = "sendrecv") =>
        SippScenario.Session(version, direction).Replace("[media_port]", $"{Port}", StringComparison.Ordinal);

    /// <summary>Speaks to a port of this machine before anybody has spoken to it.</summary>
    public void SpeakTo(int port) => _remote = new IPEndPoint(IPAddress.Loopback, port);

    /// <summary>Presses keys as an old telephone does: by their sound, 80 ms each and 80 ms apart, instead of what it says.</summary>
    public void Press(string keys)
    {
        foreach (var key in keys)
        {
            var place = Keys.IndexOf(key, StringComparison.Ordinal);
            for (var i = 0; i < KeySamples; i++) _pressed.Enqueue((short)((6000 * Sine(Low[place / 4], i)) + (6000 * Sine(High[place % 4], i))));
            for (var i = 0; i < KeySamples; i++) _pressed.Enqueue(0);
        }
    }

    /// <summary>Waits until the tone is what it hears now.</summary>
    public Task HearsAsync(int hertz)
    {
        var before = Heard().Length;
        return Eventually.GetAsync(
            () => Heard()[before..],
            samples => samples.Length >= ToneFile.SampleRate / 4 && Tone.Share(samples.AsSpan()[^(ToneFile.SampleRate / 4)..], hertz) > Tone.Heard,
            samples => $"{hertz} Hz is not heard in {samples.Length} samples",
            TimeSpan.FromSeconds(10));
    }

    /// <summary>Waits until nothing, or silence, has come for half a second.</summary>
    public async Task HearsNothingAsync()
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var before = Heard().Length;
            await Task.Delay(500);
            if (Tone.IsSilence(Heard().AsSpan()[before..])) return;
        }

        Assert.Fail("something is still heard");
    }

    /// <summary>How much of what it has heard was no silence, in tenths of a second.</summary>
    public double SecondsOfSound => Heard().Chunk(ToneFile.SampleRate / 10).Count(tenth => !Tone.IsSilence(tenth)) / 10.0;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await Task.WhenAll(_work);
        _stop.Dispose();
    }

    private static double Sine(int hertz, int sample) => Math.Sin(2 * Math.PI * hertz * sample / ToneFile.SampleRate);

    private short[] Heard()
    {
        lock (_heard) return [.. _heard];
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var packet = await _socket.ReceiveAsync(_stop.Token);
                _remote = packet.RemoteEndPoint;
                if (packet.Buffer.Length <= HeaderBytes || (packet.Buffer[1] & 0x7F) != 0) continue;
                lock (_heard) _heard.AddRange(packet.Buffer[HeaderBytes..].Select(MuLaw.Decode));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The end of the test.
        }
    }

    private async Task SpeakAsync(int hertz)
    {
        var packet = new byte[HeaderBytes + SamplesPerPacket];
        packet[0] = 0x80;
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(8), Port);
        using var pace = new PeriodicTimer(PacketTime);
        try
        {
            for (var number = 0; await pace.WaitForNextTickAsync(_stop.Token); number++)
            {
                if (_remote is not { } remote) continue;
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)number);
                BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(4), number * SamplesPerPacket);
                for (var i = 0; i < SamplesPerPacket; i++)
                    packet[HeaderBytes + i] = MuLaw.Encode(_pressed.TryDequeue(out var pressed) ? pressed : (short)(12_000 * Sine(hertz, (number * SamplesPerPacket) + i)));
                await _socket.SendAsync(packet, remote, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The end of the test.
        }
    }
}
