using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Traces;

/// <summary>
/// A call's way through its plan: which step, which outcome, why, and what followed. At most 300 entries, then it says that it was cut. Written by the call, one step
/// after the other, and explained by what a step runs beside itself; safe from any thread.
/// </summary>
public sealed class CallTrace(Guid call, Plan plan, CallParty caller, string dialled, DateTimeOffset startedAt)
{
    private const int MostEntries = 300;
    private const int MostReasons = 8;
    private const int LongestReason = 500;

    private readonly Lock _gate = new();
    private Slot[] _slots = new Slot[2];
    private int _count;

    /// <summary>Identifier of the call.</summary>
    public Guid Call => call;

    /// <summary>The plan it ran on.</summary>
    public Plan Plan => plan;

    /// <summary>Who called.</summary>
    public CallParty Caller => caller;

    /// <summary>What was dialled.</summary>
    public string Dialled => dialled;

    /// <summary>When the call came in.</summary>
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Whether there were more steps than are kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The steps, in their order.</summary>
    public IReadOnlyList<TraceEntry> Entries
    {
        get
        {
            lock (_gate) return [.. _slots.Take(_count).Select(slot => slot.ToEntry())];
        }
    }

    /// <summary>A step begins; its number.</summary>
    internal int Begin(StepNode step, TimeSpan at)
    {
        lock (_gate)
        {
            if (_count == MostEntries)
            {
                IsCut = true;
                return MostEntries;
            }

            if (_count == _slots.Length) Grow();
            _slots[_count] = new Slot { Step = step, At = Milliseconds(at) };
            return _count++;
        }
    }

    /// <summary>Whose code it is.</summary>
    internal void NoteOrigin(int entry, string origin)
    {
        if (entry >= MostEntries) return;
        lock (_gate) _slots[entry].Origin = origin;
    }

    /// <summary>What the plan says with the call's variables.</summary>
    internal void NoteOptions(int entry, string options)
    {
        if (entry >= MostEntries) return;
        lock (_gate) _slots[entry].Options = options;
    }

    /// <summary>Why it goes as it goes: text, or something whose text is made when somebody reads it.</summary>
    internal void Explain(int entry, object reason)
    {
        if (entry >= MostEntries) return;
        if (reason is string { Length: > LongestReason } text) reason = text[..LongestReason];
        lock (_gate)
        {
            ref var why = ref _slots[entry].Why;
            if (why is null) why = reason;
            else if (why is not List<object> several) why = new List<object> { why, reason };
            else if (several.Count < MostReasons) several.Add(reason);
        }
    }

    /// <summary>The step is done.</summary>
    internal void End(int entry, string? outcome, TimeSpan at, TraceNext next)
    {
        if (entry >= MostEntries) return;
        lock (_gate)
        {
            ref var slot = ref _slots[entry];
            slot.Outcome = outcome;
            slot.Took = Milliseconds(at) - slot.At;
            slot.Next = next;
        }
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Min(time.TotalMilliseconds, int.MaxValue);

    private void Grow()
    {
        var grown = new Slot[_slots.Length * 2];
        Array.Copy(_slots, grown, _count);
        _slots = grown;
    }

    /// <summary>An entry while it is written: one reason stands by itself, several in a list.</summary>
    private struct Slot
    {
        public StepNode Step;
        public string? Origin;
        public string? Options;
        public string? Outcome;
        public object? Why;
        public int At;
        public int Took;
        public TraceNext Next;

        public readonly TraceEntry ToEntry() => new()
        {
            Step = Step,
            Origin = Origin ?? Step.Type.Plugin,
            Options = Options,
            At = At,
            Took = Took,
            Outcome = Outcome,
            Why = Why switch { null => [], List<object> several => [.. several], var one => [one] },
            Next = Next,
        };
    }
}
