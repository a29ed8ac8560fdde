namespace Softswitch.Media;

/// <summary>
/// Mixes a room every 20 ms: each member hears all who are heard but itself. Only the loudest are mixed, and all who are not among them are sent the same, encoded once for each
/// codec that allows it. Belongs to the room's worker.
/// </summary>
internal sealed class Mixer(MediaClock clock) : ClockedSource
{
    private const int FrameTicks = 1000 / MixBus.FramesPerSecond / MediaClock.PeriodMilliseconds;
    private const int LeastRate = 8000;
    // 12 dB: under an announcement a voice is still understood.
    private const float Ducked = 0.25f;

    private readonly List<RoomMember> _members = [];
    private readonly List<RoomMember> _whispering = [];
    private readonly List<MixInput> _public = [];
    private readonly List<MixInput> _dying = [];
    private readonly List<MixBus> _buses = [];
    private readonly List<ISoundListener> _listeners = [];
    private Announcement? _announcement;
    private bool _isDucked;

    /// <summary>Who is in the room.</summary>
    public IReadOnlyList<RoomMember> Members => _members;

    /// <summary>Who is heard, and who speaks.</summary>
    public Speakers Speakers { get; } = new();

    /// <summary>Somebody comes in.</summary>
    public void Add(RoomMember member)
    {
        _members.Add(member);
        member.End.Hear(member.Frames);
        if (!IsScheduled) clock.Add(this);
    }

    /// <summary>Somebody leaves; false where it is not there.</summary>
    public bool Remove(RoomMember member)
    {
        if (!_members.Remove(member)) return false;
        Speakers.OnLeft(member);
        if (member.Audience is null) LetDie(member.Input);
        member.Release();
        if (_members.Count == 0) clock.Remove(this);
        return true;
    }

    /// <summary>Has all hear sounds, in place of those that they hear.</summary>
    public void Play(Announcement announcement)
    {
        StopPlaying(UtteranceEnd.Replaced);
        _announcement = announcement;
    }

    /// <summary>No more of the sounds that are played; no effect where, with <paramref name="only"/>, they are others.</summary>
    public void StopPlaying(UtteranceEnd end, Announcement? only = null)
    {
        if (_announcement is not { } announcement || (only is not null && only != announcement)) return;
        _announcement = null;
        LetDie(announcement.Input);
        announcement.End(end);
    }

    /// <summary>Somebody listens to all that is heard.</summary>
    public void Listen(ISoundListener listener) => _listeners.Add(listener);

    /// <summary>Somebody listens no more.</summary>
    public void StopListening(ISoundListener listener) => _listeners.Remove(listener);

    /// <inheritdoc/>
    public override int OnTick(long tick)
    {
        if (_members.Count == 0) return 0;
        foreach (var member in _members) Adapt(member);
        var heard = BeginBuses();
        if (_announcement is { } announcement && !announcement.Advance()) StopPlaying(UtteranceEnd.Finished);
        _isDucked = _announcement is { IsDucking: true };
        foreach (var member in _members) Hear(member);
        Mix();
        foreach (var member in _members) Send(member);
        // One that is done takes itself off.
        for (var i = _listeners.Count - 1; i >= 0; i--) _listeners[i].OnSound(new HeardSound(heard!.Common, heard.Rate, tick * MediaClock.Period));
        EndFrame();
        Speakers.Tell(_members);
        return FrameTicks;
    }

    /// <summary>The end may have agreed on another codec.</summary>
    private void Adapt(RoomMember member)
    {
        var format = member.End.Format;
        if (format != member.Output.Format) member.Output.Adapt(format, format is null ? null : BusOf(format.Codec.SampleRate));
    }

    /// <summary>Returns the one for listeners: the best that a member hears.</summary>
    private MixBus? BeginBuses()
    {
        if (_buses.Count == 0 && _listeners.Count > 0) _ = BusOf(LeastRate);
        MixBus? best = null;
        foreach (var bus in _buses)
        {
            bus.Clear();
            bus.IsWanted = bus.Listeners > 0;
            if (best is null || (bus.Listeners > 0, bus.Rate).CompareTo((best.Listeners > 0, best.Rate)) > 0) best = bus;
        }

        if (best is not null && _listeners.Count > 0) best.IsWanted = true;
        return best;
    }

    /// <summary>Takes what a member says, and decides whether it is heard.</summary>
    private void Hear(RoomMember member)
    {
        var rights = member.Rights;
        var sound = member.Take(Speakers.QuietLevel, out var rate);
        var mayBeHeard = member.FaceAudience(rights);
        Speakers.Consider(member, mayBeHeard);
        var isHeard = mayBeHeard && (member.IsMixed || member.Audience is not null);
        if (isHeard || member.Input.Gain > 0) member.Input.Set(sound, rate, isHeard ? rights.Gain * (_isDucked ? Ducked : 1) : 0);
        if (!member.Input.IsSounding) return;
        if (member.Audience is null) _public.Add(member.Input);
        else _whispering.Add(member);
    }

    private void Mix()
    {
        if (_announcement is { } announcement) _public.Add(announcement.Input);
        foreach (var input in _dying)
        {
            input.Set(default, 0, 0);
            _public.Add(input);
        }

        foreach (var bus in _buses)
        {
            if (!bus.IsWanted) continue;
            foreach (var input in _public) bus.Add(input.For(bus));
        }
    }

    private void Send(RoomMember member)
    {
        if (member.Output.Bus is null || !member.Speak()) return;
        var own = member is { Audience: null, Input.IsSounding: true } ? member.Input : null;
        member.Output.Send(own, member, _whispering, member.Rights.IsDeaf ? 0 : 1);
    }

    private void EndFrame()
    {
        foreach (var input in _public) input.End();
        foreach (var member in _whispering) member.Input.End();
        _public.Clear();
        _whispering.Clear();
        _dying.Clear();
    }

    /// <summary>What was heard up to now ends in the next frame, and not at once.</summary>
    private void LetDie(MixInput input)
    {
        if (input.Gain > 0) _dying.Add(input);
    }

    private MixBus BusOf(int rate)
    {
        foreach (var bus in _buses)
        {
            if (bus.Rate == rate) return bus;
        }

        var made = new MixBus(rate);
        _buses.Add(made);
        return made;
    }
}
