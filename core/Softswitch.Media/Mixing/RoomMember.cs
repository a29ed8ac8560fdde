namespace Softswitch.Media;

/// <summary>One end of a room: what it says, what it hears, and its rights. Safe from any thread.</summary>
public sealed class RoomMember : IStreamKeeper
{
    // Falls by a tenth, 20 dB, in a second.
    private const float Fading = 0.955f;

    private readonly Room? _room;
    private MemberRights _rights;
    private bool _isSpeaking;

    internal RoomMember(IStreamEnd end, MemberRights rights, object? state = null, Room? room = null) =>
        (End, _rights, State, _room) = (end, rights, state, room);

    /// <summary>What whoever had it join gave along.</summary>
    public object? State { get; }

    /// <summary>What it may say and hear: from the next 20 ms on.</summary>
    public MemberRights Rights
    {
        get => Volatile.Read(ref _rights);
        set => Volatile.Write(ref _rights, value);
    }

    /// <summary>Whether it is one of those who speak now.</summary>
    public bool IsSpeaking
    {
        get => Volatile.Read(ref _isSpeaking);
        internal set => Volatile.Write(ref _isSpeaking, value);
    }

    /// <inheritdoc/>
    MediaWorker IStreamKeeper.Home => _room!.Home;

    internal IStreamEnd End { get; }

    internal HeardFrames Frames { get; } = new();

    internal MixInput Input { get; } = new();

    internal MixOutput Output { get; } = new();

    /// <summary>What says the room to its end; null while it hears something else.</summary>
    internal MixVoice? Voice { get; private set; }

    /// <summary>Who alone hears what it says now; follows its rights once it is silent to those before.</summary>
    internal RoomMember? Audience { get; private set; }

    /// <summary>How loud it was of late.</summary>
    internal float Loudness { get; private set; }

    /// <summary>Ticks since it said anything.</summary>
    internal int QuietTicks { get; private set; } = int.MaxValue;

    /// <summary>Whether it is one of the loudest, who alone are mixed.</summary>
    internal bool IsMixed { get; set; }

    internal bool HasLeft { get; set; }

    /// <summary>Leaves the room; its stream stays open.</summary>
    public void Leave() => _room?.Leave(this);

    /// <inheritdoc/>
    void IStreamKeeper.OnKept() => _room!.Enter(this);

    /// <inheritdoc/>
    void IStreamKeeper.OnGone() => _room!.LeaveNow(this);

    /// <summary>The next frame of what it says, and how loud it is.</summary>
    internal ReadOnlySpan<short> Take(int quietLevel, out int rate)
    {
        var sound = Frames.Take(out rate);
        var level = SampleMath.Level(sound);
        Loudness = Math.Max(level, Loudness * Fading);
        if (level >= quietLevel) QuietTicks = 0;
        else if (QuietTicks < int.MaxValue) QuietTicks++;
        return sound;
    }

    /// <summary>Turns to those whom its rights name, as soon as it says nothing to the others; returns whether it may be heard.</summary>
    internal bool FaceAudience(MemberRights rights)
    {
        if (rights.HeardOnlyBy == Audience) return !rights.IsMuted;
        if (Input.Gain > 0) return false;
        Audience = rights.HeardOnlyBy;
        return !rights.IsMuted;
    }

    /// <summary>Has its end hear the room, unless it hears something else; returns whether it does.</summary>
    internal bool Speak()
    {
        if (Voice is not null) return true;
        if (End.IsSpeaking) return false;
        Voice = new MixVoice(this);
        End.Say(Voice);
        return Voice is not null;
    }

    /// <summary>Its end hears something else.</summary>
    internal void OnSilenced(MixVoice voice)
    {
        if (voice != Voice) return;
        Voice = null;
        Output.Pause();
    }

    /// <summary>Gives back what it took.</summary>
    internal void Release()
    {
        End.StopHearing(Frames);
        if (Voice is { } voice) End.Cease(voice);
        Output.Dispose();
    }
}
