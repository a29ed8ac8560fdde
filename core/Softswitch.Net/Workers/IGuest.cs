namespace Softswitch.Net;

/// <summary>
/// Code that a worker lends its thread to between two turns, though it may not come back: a plugin's. It is not on the worker while it runs. Stays it too long, another thread becomes
/// the worker's, and the guest keeps the one it has.
/// </summary>
public interface IGuest
{
    /// <summary>Does what it has to do. On the worker's thread, <see cref="Worker.IsCurrent"/> false.</summary>
    void Run();

    /// <summary>It has stayed too long: the thread it runs on is no longer the worker's, which goes on with another when this returns. Called once, while it runs, from another thread.</summary>
    void OnOverstayed();

    /// <summary>It has come back after all. Called on the thread it kept, which ends with that.</summary>
    void OnLeft();
}
