using System.Collections.Concurrent;
using System.Threading.Channels;
using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation;

/// <summary>
/// One run in a plugin's process, as the switch sees it: what the plugin asks for arrives in a box and is done in its order, on the queue of whoever waits for the run, until the run ends or the process does.
/// </summary>
internal sealed class RemoteRun(PluginProcess process, long number, ICall? call, IServiceProvider services)
{
    private readonly Channel<WireReader> _box = Channel.CreateUnbounded<WireReader>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _operations = new();
    private int _waiting;

    /// <summary>Its number.</summary>
    public long Number => number;

    /// <summary>What the plugin says; called by the thread that reads the pipe.</summary>
    /// <returns>False where the plugin says more than is taken up.</returns>
    public bool Take(WireReader message)
    {
        if (Interlocked.Increment(ref _waiting) > WireLimits.Waiting) return false;
        _box.Writer.TryWrite(message);
        return true;
    }

    /// <summary>The process is gone.</summary>
    public void Fail(string reason) => _box.Writer.TryComplete(new PluginProcessException(reason));

    /// <summary>Does what the plugin asks for until the run ends.</summary>
    /// <returns>What came of it.</returns>
    /// <exception cref="PluginProcessException">It threw, or the process ended.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async ValueTask<WireReader> ServeAsync()
    {
        try
        {
            while (true)
            {
                var message = await _box.Reader.ReadAsync();
                Interlocked.Decrement(ref _waiting);
                switch (message.Kind)
                {
                    case WireKind.Finished: return message;
                    case WireKind.Failed: throw Failure(message);
                    case WireKind.Explain:
                        call?.Explain(message.Text());
                        break;
                    case WireKind.CancelRequest:
                        await CancelAsync(message.Long());
                        break;
                    case WireKind.Request:
                        _ = ReplyAsync(message.Long(), message);
                        break;
                    default: throw new InvalidDataException($"a message of kind {message.Kind} from a plugin");
                }
            }
        }
        catch (InvalidDataException e)
        {
            process.Condemn($"it does not keep to the protocol: {e.Message}");
            throw new PluginProcessException($"{process.Name} does not keep to the protocol: {e.Message}");
        }
        catch (ChannelClosedException e)
        {
            throw new PluginProcessException(e.InnerException?.Message ?? $"{process.Name} has ended");
        }
        finally
        {
            process.Forget(this);
            foreach (var operation in _operations.Keys) await CancelAsync(operation);
        }
    }

    private Exception Failure(WireReader message)
    {
        var isCancelled = message.Flag();
        var error = new PluginError(message.Text(), message.Text(), message.Text());
        if (isCancelled) return new OperationCanceledException(error.Message);
        if (error.Type == typeof(OutOfMemoryException).FullName) process.Condemn("its memory is exhausted");
        return new PluginProcessException(error.ToString());
    }

    private async ValueTask CancelAsync(long operation)
    {
        try
        {
            if (_operations.TryGetValue(operation, out var source)) await source.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was done just then.
        }
    }

    private async Task ReplyAsync(long request, WireReader message)
    {
        using var cancel = new CancellationTokenSource();
        _operations[request] = cancel;
        WireWriter reply;
        try
        {
            reply = new WireWriter(WireKind.Reply, number).Long(request).Flag(value: true);
            var operation = message.Word<WireOperation>();
            if (operation == WireOperation.OnEnded) KeepForTheEnd(message.Long());
            else if (operation < WireOperation.OnEnded) await RemoteCallOperations.DoAsync(call ?? throw new InvalidOperationException("There is no call here."), operation, message, reply, cancel.Token);
            else await RemoteServiceOperations.DoAsync(services, operation, message, reply, cancel.Token);
        }
        catch (InvalidDataException e)
        {
            process.Condemn($"it does not keep to the protocol: {e.Message}");
            return;
        }
        catch (Exception e)
        {
            reply = new WireWriter(WireKind.Reply, number).Long(request).Flag(value: false).Error(e);
        }

        _operations.TryRemove(request, out _);
        process.Send(reply);
    }

    private void KeepForTheEnd(long work)
    {
        var kept = process;
        var own = services;
        (call ?? throw new InvalidOperationException("There is no call here.")).OnEnded(async (summary, cancellation) =>
            await kept.RunAsync(WireKind.RunEnded, null, own, to => to.Long(work).Summary(summary), cancellation));
    }
}
