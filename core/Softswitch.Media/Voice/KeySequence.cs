using System.Runtime.CompilerServices;

namespace Softswitch.Media;

/// <summary>How long sent keys are held and apart.</summary>
public sealed record KeyTimes
{
    /// <summary>How long each is held, 40 ms to 1 s; rounded up to 10 ms. Default 100 ms.</summary>
    public TimeSpan Held { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Silence behind each, 40 ms to 1 s; rounded up to 10 ms. Default 50 ms.</summary>
    public TimeSpan Apart { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The default.</summary>
    public static KeyTimes Default { get; } = new();
}

/// <summary>
/// Keys, sent as telephone events (RFC 4733 §2.5.1): all reports of a key bear the timestamp of its beginning, the first one a marker, and
/// the last one, which says that it is released, goes out three times.
/// </summary>
public sealed class KeySequence : Utterance
{
    /// <summary>The most keys of one sequence.</summary>
    public const int MostKeys = 64;

    // A report every 20 ms, whatever the packets of sound hold: 50 ms, the RFC's own, is a third of a short key.
    private const int TicksPerReport = 2;
    private const int EndReports = 3;
    private const byte Volume = 10;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly byte[] _codes;
    private readonly int _heldTicks;
    private readonly int _apartTicks;
    private int _index;
    private int _endReports;
    private bool _isPressed;

    internal KeySequence(ReadOnlySpan<char> keys, KeyTimes times, Action<Utterance, UtteranceEnd>? ended, object? state)
        : base(ended, state)
    {
        if (keys.Length is 0 or > MostKeys) throw new ArgumentException($"{keys.Length} keys; expected 1 to {MostKeys}", nameof(keys));
        _codes = new byte[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            if (!TelephoneEvent.TryCode(keys[i], out _codes[i])) throw new ArgumentException($"'{keys[i]}' is no key; expected 0-9, *, # or A-D", nameof(keys));
        }

        _heldTicks = Ticks(times.Held);
        _apartTicks = Ticks(times.Apart);
    }

    internal override bool IsPossible(VoiceFormat format) => format.KeyPayloadType is not null;

    internal override int Say(long tick, VoiceFormat format, RtpSource source, IVoiceLine line)
    {
        if (_index == _codes.Length) return 0;
        var isFirst = !_isPressed;
        if (isFirst) source.MoveTo(tick, format.Codec.ClockRate);
        _isPressed = true;

        // Until the key is released the source stands at its beginning. A report says what will have been held by the time of the next.
        var held = Math.Min((int)(tick - source.Reached) + TicksPerReport, _heldTicks);
        var isEnd = held == _heldTicks;
        if (line.IsOpen) Report(new TelephoneEvent(_codes[_index], isEnd, Volume, (ushort)source.Units(held)), isFirst, format, source, line);
        if (!isEnd || ++_endReports < EndReports) return TicksPerReport;
        return Release(tick, source);
    }

    /// <summary>The key is done; returns when the next one is due.</summary>
    private int Release(long tick, RtpSource source)
    {
        source.Advance(_heldTicks + _apartTicks);
        _index++;
        _endReports = 0;
        _isPressed = false;
        return _index == _codes.Length ? 0 : (int)Math.Max(1, source.Reached - tick);
    }

    [SkipLocalsInit]
    private static unsafe void Report(in TelephoneEvent report, bool isFirst, VoiceFormat format, RtpSource source, IVoiceLine line)
    {
        const int length = RtpHeader.FixedLength + TelephoneEvent.Length;
        var packet = stackalloc byte[length];
        var bytes = new Span<byte>(packet, length);
        _ = source.WriteKey(bytes, format.KeyPayloadType!.Value, isFirst);
        _ = report.Write(bytes[RtpHeader.FixedLength..]);
        line.Send(packet, length);
        source.CountSent(TelephoneEvent.Length);
    }

    private static int Ticks(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Shortest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest);
        return (int)Math.Ceiling(time / MediaClock.Period);
    }
}
