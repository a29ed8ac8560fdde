using System.Globalization;
using System.Net;
using Softswitch.Bench.Measuring;
using Softswitch.Media;
using Softswitch.Net;

namespace Softswitch.Bench.Ivr;

/// <summary>
/// Our media in a process of its own, as callers of a menu find it: <c>ivr-host PORT,PORT,...</c> opens a stream for each port of an end, plays a prompt to it and listens for the keys that it presses, until it is ended.
/// </summary>
internal static class IvrHost
{
    public const string Verb = "ivr-host";

    private const int Minutes = 600;
    private const byte Keys = 101;

    public static int Run(string ends)
    {
        using var relay = new MediaRelay(new MediaRelayOptions(), TimeProvider.System, SystemRandomSource.Instance);
        relay.Unhandled = exception => Console.Error.WriteLine(exception);
        relay.Start();
        var local = NetAddress.From(IPAddress.Loopback, 0);
        var formats = new PayloadFormats([new(0, "PCMU", 8000), new(Keys, "telephone-event", 8000)]);
        var format = VoiceFormat.Choose(formats)!;
        var prompt = Enumerable.Repeat(Minute(format.Codec), Minutes).ToArray();
        var listener = new Listener();
        var ports = new List<int>();
        foreach (var end in ends.Split(',').Select(port => int.Parse(port, CultureInfo.InvariantCulture)))
        {
            var error = relay.Open(local, (uint)ports.Count, MediaStreamOptions.Audio, out var stream);
            if (stream is null) throw new BenchException($"opening stream {ports.Count}: {error}");
            stream.SetRemote(local.WithPort((ushort)end));
            stream.SetPayloadFormats(formats);
            stream.SetVoiceFormat(format);
            stream.SetKeyListener(listener);
            stream.Play(prompt);
            ports.Add(stream.Local.Port);
        }

        Console.WriteLine("ports " + string.Join(',', ports));
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private static EncodedAudio Minute(AudioCodec codec)
    {
        var samples = new short[codec.SampleRate * 60];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(8000 * Math.Sin(2 * Math.PI * 440 * i / codec.SampleRate));
        return EncodedAudio.Encode(codec, samples);
    }

    private sealed class Listener : IKeyListener
    {
        public void OnKeyDown(char key)
        {
        }

        public void OnKeyUp(char key, TimeSpan duration)
        {
        }
    }
}
