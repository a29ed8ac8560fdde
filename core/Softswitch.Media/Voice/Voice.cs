using Softswitch.Net;
using Softswitch.Net.Native;

namespace Softswitch.Media;

/// <summary>
/// What the switch itself says to one stream's end: one utterance at a time, by the clock of the stream's worker. Costs nothing while it
/// is silent. Belongs to the worker.
/// </summary>
internal sealed class Voice(IVoiceLine line, IRandomSource random) : ClockedSource
{
    private readonly RtpSource _source = new(random);
    private MediaClock? _clock;
    private Utterance? _utterance;
    private long _leftAt;

    /// <summary>How it speaks; null for not at all.</summary>
    public VoiceFormat? Format { get; set; }

    /// <summary>Whether it has something to say, also while the end is on hold.</summary>
    public bool IsSpeaking => _utterance is not null;

    /// <summary>Its synchronization source.</summary>
    public uint Ssrc => _source.Ssrc;

    /// <summary>What it says of itself in its reports, at <paramref name="ntpTime"/>, which is now.</summary>
    public SenderInfo Describe(ulong ntpTime) =>
        new(ntpTime, _source.TimestampAt(_clock?.Now ?? _source.Reached), _source.Packets, _source.Octets);

    /// <summary>Somebody else has its SSRC.</summary>
    public void LeaveSsrc() => _source.BeginAnew();

    /// <summary>The stream is at home at a worker with this clock.</summary>
    public void Attach(MediaClock clock)
    {
        _clock = clock;
        _source.ChangeClock(clock.Now - _leftAt);
        if (IsSpeaking) clock.Add(this, _source.Reached);
    }

    /// <summary>The stream leaves its worker; what it says goes on at the next one.</summary>
    public void Detach()
    {
        if (_clock is not { } clock) return;
        clock.Remove(this);
        _leftAt = clock.Now;
        _clock = null;
    }

    /// <summary>Says <paramref name="utterance"/>, in place of what is being said.</summary>
    public void Say(Utterance utterance)
    {
        var before = _utterance;
        _utterance = utterance;
        before?.End(UtteranceEnd.Replaced);
        if (Format is not { } format || !utterance.IsPossible(format))
        {
            Cease(UtteranceEnd.Impossible);
            return;
        }

        if (!IsScheduled) _clock?.Add(this, _source.Reached);
        if (before is null) line.OnSpeaking();
    }

    /// <summary>Says no more; no effect where it is silent or, with <paramref name="only"/>, says something else.</summary>
    public void Cease(UtteranceEnd end, Utterance? only = null)
    {
        if (_utterance is not { } utterance || (only is not null && only != utterance)) return;
        _utterance = null;
        _clock?.Remove(this);
        line.OnSpeaking();
        utterance.End(end);
    }

    public override void Prefetch()
    {
        Processor.Prefetch(line);
        Processor.Prefetch(_utterance);
        Processor.Prefetch(_source);
    }

    public override int OnTick(long tick)
    {
        if (_utterance is not { } utterance) return 0;
        line.Prefetch();
        // The silence behind a key still belongs to it.
        if (tick < _source.Reached) return (int)Math.Min(_source.Reached - tick, MediaClock.MostTicks);
        var end = UtteranceEnd.Impossible;
        if (Format is { } format && utterance.IsPossible(format))
        {
            var again = utterance.Say(tick, format, _source, line);
            if (again > 0) return again;
            end = UtteranceEnd.Finished;
        }

        Cease(end);
        return 0;
    }
}
