using System.Threading.Tasks.Sources;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Something that a step does with its call, from its beginning to what came of it. There is one at a time. All of it happens on the call's worker.</summary>
internal abstract class CallOperation(Call call)
{
    /// <summary>The call.</summary>
    protected Call Call => call;

    /// <summary>Whether it is over.</summary>
    public bool IsDone { get; protected set; }

    /// <summary>The caller's phone has confirmed the answer.</summary>
    public virtual void OnConfirmed()
    {
    }

    /// <summary>The caller's phone has answered, or refused, an offer that the switch made for itself.</summary>
    public virtual void OnDescribed()
    {
    }

    /// <summary>The call is over.</summary>
    public abstract void OnCallEnded(HangupCause cause);
}

/// <summary>An operation that a step waits for; without a state machine and without a task of its own.</summary>
internal abstract class CallOperation<T>(Call call) : CallOperation(call), IValueTaskSource<T>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<T> _source;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;

    /// <summary>Begins it, on the call's worker; from any thread.</summary>
    public ValueTask<T> BeginAsync(CancellationToken token)
    {
        _token = token;
        Call.Worker.Run(static operation => ((CallOperation<T>)operation!).Begin(), this);
        return new ValueTask<T>(this, _source.Version);
    }

    /// <summary>The same for one that has no result.</summary>
    public ValueTask BeginWithoutResultAsync(CancellationToken token)
    {
        _token = token;
        Call.Worker.Run(static operation => ((CallOperation<T>)operation!).Begin(), this);
        return new ValueTask(this, _source.Version);
    }

    /// <inheritdoc/>
    public override void OnCallEnded(HangupCause cause) => Fail(new CallEndedException(cause));

    T IValueTaskSource<T>.GetResult(short token) => _source.GetResult(token);

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <summary>Begins. Ends at once, or with something that happens to the call.</summary>
    protected abstract void Start();

    /// <summary>The step gives up: whatever was begun is stopped.</summary>
    protected abstract void Stop();

    /// <summary>It is done. What follows of the step runs before this returns, so nothing may come after it.</summary>
    protected void Complete(T result)
    {
        if (TryEnd()) _source.SetResult(result);
    }

    /// <summary>It could not be done. What follows of the step runs before this returns.</summary>
    protected void Fail(Exception exception)
    {
        if (TryEnd()) _source.SetException(exception);
    }

    private void Begin()
    {
        if (_token.IsCancellationRequested)
        {
            Fail(new OperationCanceledException(_token));
            return;
        }

        if (!Call.TryBegin(this, out var ended))
        {
            Fail(new CallEndedException(ended));
            return;
        }

        if (_token.CanBeCanceled)
            _registration = _token.UnsafeRegister(static state => ((CallOperation<T>)state!).PostCancel(), this);
        Start();
    }

    private void PostCancel() => Call.Worker.Post(static operation => ((CallOperation<T>)operation!).Cancel(), this);

    private void Cancel()
    {
        if (IsDone) return;
        Stop();
        Fail(new OperationCanceledException(_token));
    }

    private bool TryEnd()
    {
        if (IsDone) return false;
        IsDone = true;
        _registration.Unregister();
        Call.OnDone(this);
        return true;
    }
}
