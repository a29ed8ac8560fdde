namespace Softswitch.Media;

/// <summary>
/// What other threads want of a stream, done one after the other in the order it was asked in, on whichever worker the
/// stream is at home. Enqueueing takes no lock; several requests travel as one.
/// </summary>
internal sealed class StreamCommands(MediaStream stream)
{
    private Command? _asked;
    private Command? _ready;

    /// <summary>Has <paramref name="action"/> run on the stream's worker. Safe from any thread.</summary>
    public void Add(Action<MediaStream, object?> action, object? state)
    {
        var command = new Command(action, state);
        Command? before;
        do
        {
            before = Volatile.Read(ref _asked);
            command.Next = before;
        }
        while (Interlocked.CompareExchange(ref _asked, command, before) != before);
        // Where one was waiting already, its messenger is on the way.
        if (before is null) Send();
    }

    private void Send() => stream.Home.Worker.Post(static state => ((StreamCommands)state!).Run(), this);

    private void Run()
    {
        // The stream may move to another worker in between, also by one of these very commands.
        while (stream.Home.Worker.IsCurrent)
        {
            if (_ready is null) TakeAsked();
            if (_ready is not { } command) return;
            _ready = command.Next;
            command.Action(stream, command.State);
        }

        Send();
    }

    private void TakeAsked()
    {
        // They hang in a chain with the last one first.
        for (var command = Interlocked.Exchange(ref _asked, null); command is not null;)
        {
            var earlier = command.Next;
            command.Next = _ready;
            _ready = command;
            command = earlier;
        }
    }

    private sealed class Command(Action<MediaStream, object?> action, object? state)
    {
        public Action<MediaStream, object?> Action { get; } = action;

        public object? State { get; } = state;

        public Command? Next { get; set; }
    }
}
