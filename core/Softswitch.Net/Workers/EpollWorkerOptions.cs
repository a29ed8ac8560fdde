namespace Softswitch.Net;

/// <summary>How an <see cref="EpollWorker"/> trades delay for processor time.</summary>
public sealed record EpollWorkerOptions
{
    /// <summary>
    /// While work comes more often than this, the worker collects it only once in this time instead of waking for each
    /// piece of it: the processor time of a wake-up is shared by a batch. 0 turns it off; default 1 ms, at most 20 ms.
    /// It is at the same time the delay that may be added, and only under load.
    /// </summary>
    public TimeSpan CollectEvery { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// How often it is looked whether a guest still keeps the worker's thread; one that does at two looks has stayed too long, and another thread becomes the worker's. What a
    /// guest that never comes back costs the worker is one to two times this. Default 10 ms.
    /// </summary>
    public TimeSpan GuestPatience { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Name of the thread, with the worker's index appended. Default <c>worker</c>.</summary>
    public string Name { get; init; } = "worker";
}
