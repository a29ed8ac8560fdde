using Softswitch.Dialplan.Engine;
using Softswitch.Net;

namespace Softswitch.Kernel.Calls;

/// <summary>A worker as the queue of its calls.</summary>
internal sealed class WorkerQueue(Worker worker) : ICallQueue
{
    public bool IsCurrent => worker.IsCurrent;

    public bool TryLend(ILentCode code) => worker.TryLend(new Guest(code));

    public void Post(Action<object?> work, object? state) => worker.Post(work, state);

    private sealed class Guest(ILentCode code) : IGuest
    {
        public void Run() => code.Run();

        public void OnOverstayed() => code.OnOverstayed();

        public void OnLeft() => code.OnLeft();
    }
}
