namespace Softswitch.Media;

/// <summary>
/// A room in which ends hear each other, on one media worker. Its methods may be called from any thread and never wait; they take effect on that worker in the order of
/// the calls. A room ends with its last member, or when it is closed.
/// </summary>
public sealed class Room
{
    private readonly Mixer _mixer;
    private int _count;
    private bool _isClosed;

    /// <summary>A room on one of the workers of <paramref name="relay"/>, which rooms are spread over by their <paramref name="key"/>.</summary>
    public Room(MediaRelay relay, uint key)
    {
        Home = relay.WorkerOf(key);
        _mixer = new Mixer(Home.Clock);
    }

    /// <summary>Told, on the room's media worker, when other members speak than before, at most five times a second. To be set before the first joins.</summary>
    public Action<IReadOnlyList<RoomMember>>? SpeakersChanged
    {
        get => _mixer.Speakers.Changed;
        init => _mixer.Speakers.Changed = value;
    }

    /// <summary>Told once of each member that joined, on the room's media worker, when it is in the room no more, or could not come in because the room or its stream was closed.</summary>
    public Action<RoomMember>? Left { get; init; }

    /// <summary>Told, on the room's media worker, when the room is closed.</summary>
    public Action<Room>? Closed { get; init; }

    /// <summary>How many are in it.</summary>
    public int Count => Volatile.Read(ref _count);

    internal MediaWorker Home { get; }

    /// <summary>
    /// Has the end of <paramref name="stream"/> hear and be heard. The stream moves to the room's worker and is connected with no other one. A stream that is closed, connected or joins another room
    /// leaves by itself. What is said to the end itself (<see cref="MediaStream.Play"/>) it hears in place of the room, and then the room again.
    /// </summary>
    public RoomMember Join(MediaStream stream, MemberRights? rights = null, object? state = null)
    {
        var member = new RoomMember(stream, rights ?? MemberRights.All, state, this);
        stream.MoveTo(Home, member);
        return member;
    }

    /// <summary>
    /// Plays <paramref name="sounds"/> to all who are not deaf, in place of what is being played; while <paramref name="isDucking"/> they hear each other more faintly. <paramref name="ended"/>
    /// is called exactly once, on the room's media worker. A room without members plays nothing yet.
    /// </summary>
    public Announcement Play(
        IReadOnlyList<EncodedAudio> sounds, bool isDucking = true, Action<Announcement, UtteranceEnd>? ended = null, object? state = null)
    {
        var announcement = new Announcement(sounds, isDucking, ended, state);
        Post(() =>
        {
            if (_isClosed) announcement.End(UtteranceEnd.Closed);
            else _mixer.Play(announcement);
        });
        return announcement;
    }

    /// <summary>Silences what is being played; with <paramref name="only"/> nothing else.</summary>
    public void StopPlaying(Announcement? only = null) => Post(() => _mixer.StopPlaying(UtteranceEnd.Stopped, only));

    /// <summary>
    /// Has <paramref name="listener"/> hear all that all hear, every 20 ms while somebody is in the room, so that it can be recorded: no whispers. In the best rate that a member hears in.
    /// </summary>
    public void Listen(ISoundListener listener) => Post(() => _mixer.Listen(listener));

    /// <summary>Has <paramref name="listener"/> hear no more.</summary>
    public void StopListening(ISoundListener listener) => Post(() => _mixer.StopListening(listener));

    /// <summary>Has all leave, and nobody come in any more.</summary>
    public void Close() => Post(CloseNow);

    /// <summary>Completes when everything that was asked of the room before has been done, but for joining, which the stream does.</summary>
    public Task WhenApplied()
    {
        var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(applied.SetResult);
        return applied.Task;
    }

    internal void Leave(RoomMember member) => Post(() => LeaveNow(member));

    /// <summary>The member's stream has moved in.</summary>
    internal void Enter(RoomMember member)
    {
        if (_isClosed || member.HasLeft)
        {
            LeaveNow(member);
            return;
        }

        _mixer.Add(member);
        Volatile.Write(ref _count, _mixer.Members.Count);
    }

    /// <summary>The member leaves, or will never come.</summary>
    internal void LeaveNow(RoomMember member)
    {
        if (!Home.Worker.IsCurrent)
        {
            Leave(member);
            return;
        }

        if (member.HasLeft) return;
        member.HasLeft = true;
        member.End.Free(member);
        var wasIn = _mixer.Remove(member);
        Volatile.Write(ref _count, _mixer.Members.Count);
        Left?.Invoke(member);
        if (wasIn && _mixer.Members.Count == 0) CloseNow();
    }

    private void CloseNow()
    {
        if (_isClosed) return;
        _isClosed = true;
        while (_mixer.Members.Count > 0) LeaveNow(_mixer.Members[^1]);
        _mixer.StopPlaying(UtteranceEnd.Closed);
        Closed?.Invoke(this);
    }

    private void Post(Action action) => Home.Worker.Post(static state => ((Action)state!)(), action);
}
