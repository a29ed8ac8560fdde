namespace Softswitch.Dialplan.Engine;

/// <summary>Code that a call's queue lends its thread to, though it may not come back.</summary>
public interface ILentCode
{
    /// <summary>Does what it has to do. On the queue's thread, <see cref="ICallQueue.IsCurrent"/> false.</summary>
    void Run();

    /// <summary>It has stayed too long: the queue has another thread now. Called once, while it runs, from another thread.</summary>
    void OnOverstayed();

    /// <summary>It has come back after all. Called on the thread it kept.</summary>
    void OnLeft();
}
