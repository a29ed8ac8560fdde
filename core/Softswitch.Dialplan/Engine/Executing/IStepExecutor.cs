namespace Softswitch.Dialplan.Engine;

/// <summary>Where the code of plugins runs: threads that may be blocked without harm to calls, or in a simulation the one thread there is. Safe from any thread.</summary>
public interface IStepExecutor
{
    /// <summary>A queue of its own for the plugin code of one call: one piece after the other, with the queue as <see cref="SynchronizationContext.Current"/>.</summary>
    SynchronizationContext NewStrand(IStrandOwner owner);

    /// <summary>The same for code that may run on the thread of the call's own queue while it is quick, where the queue has one to lend.</summary>
    SynchronizationContext NewStrand(IStrandOwner owner, ICallQueue home) => NewStrand(owner);

    /// <summary>Has a piece of work done, whatever else runs.</summary>
    void Run(SendOrPostCallback work, object? state);
}

/// <summary>Whose code runs on a strand. Called from any thread.</summary>
public interface IStrandOwner
{
    /// <summary>A piece of work begins.</summary>
    void OnPieceBegins()
    {
    }

    /// <summary>A piece of work has let go of its thread.</summary>
    void OnPieceEnds()
    {
    }

    /// <summary>A piece of work keeps its thread; another thread takes its place.</summary>
    /// <returns>What <see cref="OnUnblocked"/> is given when that thread comes back.</returns>
    object? OnBlocked();

    /// <summary>The thread has come back.</summary>
    void OnUnblocked(object? blocked);

    /// <summary>A piece of work threw (<c>async void</c>).</summary>
    void OnUnhandled(Exception exception);
}
