namespace Softswitch.Media;

/// <summary>
/// Who of a room is mixed: the loudest of the last second, and nobody in whose place another would be hardly louder. And who speaks, for those who want to see it.
/// </summary>
internal sealed class Speakers
{
    /// <summary>The mean size of a frame's samples from which on it is sound: twice what the noise of G.711's last bit has.</summary>
    public const int QuietLevel = 16;

    private const int Most = 5;
    private const int HeldTicks = MixBus.FramesPerSecond;
    private const float LouderBy = 2;
    // From −50 dB on, and up to half a second ago: words have gaps.
    private const int SpeakingLevel = 100;
    private const int SpeakingTicks = MixBus.FramesPerSecond / 2;
    private const int TicksBetweenNews = MixBus.FramesPerSecond / 5;

    private readonly List<RoomMember> _mixed = new(Most);
    private int _sinceNews;
    private bool _hasChanged;

    /// <summary>Told when others speak than before, at most five times a second.</summary>
    public Action<IReadOnlyList<RoomMember>>? Changed { get; set; }

    /// <summary>One that has a frame may be mixed by its rights.</summary>
    public void Consider(RoomMember member, bool mayBeHeard)
    {
        var isEntitled = mayBeHeard && member.Audience is null && member.QuietTicks < HeldTicks;
        if (member.IsMixed == isEntitled) return;
        if (!isEntitled)
        {
            Remove(member);
            return;
        }

        if (_mixed.Count == Most && !TryDisplace(member)) return;
        member.IsMixed = true;
        _mixed.Add(member);
    }

    /// <summary>One leaves the room.</summary>
    public void OnLeft(RoomMember member)
    {
        Remove(member);
        _hasChanged |= member.IsSpeaking;
        member.IsSpeaking = false;
    }

    /// <summary>A tick is over: tells who speaks, if these are others.</summary>
    public void Tell(List<RoomMember> members)
    {
        if (++_sinceNews < TicksBetweenNews) return;
        foreach (var member in members)
        {
            var isSpeaking = member is { IsMixed: true, QuietTicks: < SpeakingTicks, Loudness: >= SpeakingLevel };
            if (isSpeaking == member.IsSpeaking) continue;
            member.IsSpeaking = isSpeaking;
            _hasChanged = true;
        }

        if (!_hasChanged) return;
        _hasChanged = false;
        _sinceNews = 0;
        Changed?.Invoke(members.FindAll(static member => member.IsSpeaking));
    }

    private void Remove(RoomMember member)
    {
        if (_mixed.Remove(member)) member.IsMixed = false;
    }

    private bool TryDisplace(RoomMember member)
    {
        var quietest = _mixed[0];
        foreach (var other in _mixed)
        {
            if (other.Loudness < quietest.Loudness) quietest = other;
        }

        if (member.Loudness < quietest.Loudness * LouderBy) return false;
        Remove(quietest);
        return true;
    }
}
