using System.Collections.Concurrent;
using Softswitch.Plugins.Isolation.Wire;

namespace Softswitch.Plugins.Isolation.Child;

/// <summary>The plugin's end of the pipe: says things to the switch, and asks it for things.</summary>
internal sealed class ChildConnection(Stream output)
{
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<WireReader>> _asked = new();
    private long _number;

    /// <summary>Says something.</summary>
    public void Send(WireWriter message)
    {
        var frame = message.ToFrame();
        lock (_writing) output.Write(frame);
    }

    /// <summary>Asks for something, and waits for what comes of it.</summary>
    /// <exception cref="OperationCanceledException">The call is over, or the token was cancelled and the switch has stopped what it had begun.</exception>
    public async Task<WireReader> RequestAsync(long run, WireOperation operation, Action<WireWriter>? write, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _number);
        var request = new WireWriter(WireKind.Request, run).Long(number).Byte((byte)operation);
        write?.Invoke(request);
        var asked = new TaskCompletionSource<WireReader>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[number] = asked;
        Send(request);
        await using var cancel = cancellation.UnsafeRegister(_ => Send(new WireWriter(WireKind.CancelRequest, run).Long(number)), null);

        // Whoever waits for it by blocking must not wait for their own thread.
        var reply = await asked.Task.ConfigureAwait(false);
        return reply.Flag() ? reply : throw reply.Error();
    }

    /// <summary>Asks for something and blocks until it is there.</summary>
    public WireReader Request(long run, WireOperation operation, Action<WireWriter>? write) => RequestAsync(run, operation, write, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Takes in what the switch answers.</summary>
    public void Take(WireReader reply)
    {
        if (_asked.TryRemove(reply.Long(), out var asked)) asked.TrySetResult(reply);
    }
}
