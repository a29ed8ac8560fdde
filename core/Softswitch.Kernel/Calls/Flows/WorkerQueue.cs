using Softswitch.Dialplan.Engine;
using Softswitch.Net;

namespace Softswitch.Kernel.Calls;

/// <summary>A worker as the queue of its calls.</summary>
internal sealed class WorkerQueue(Worker worker) : ICallQueue
{
    public bool IsCurrent => worker.IsCurrent;

    public bool TryLend(IGuest guest) => worker.TryLend(guest);

    public void Post(Action<object?> work, object? state) => worker.Post(work, state);
}
