namespace Softswitch.Kernel.Calls;

/// <summary>What one leg of an extension counts as: ringing until it is answered, talking from then on (that of whoever calls from its beginning), nothing once it has ended.</summary>
internal readonly struct LegActivity
{
    private readonly ExtensionActivity.Counts? _counts;
    private readonly bool _isCaller;

    private LegActivity(ExtensionActivity.Counts counts, bool isCaller)
    {
        _counts = counts;
        _isCaller = isCaller;
        Add(LegState.Calling, 1);
    }

    /// <summary>A leg begins; that of somebody outside does not count.</summary>
    public static LegActivity Of(Call call, Party party) => party.Extension is { } extension
        ? new LegActivity(call.Manager.Services.Activity.Counter(call.Start.Account.Id, extension.Number), ReferenceEquals(party, call.Start.From))
        : default;

    /// <summary>It goes from one state to another.</summary>
    public void Change(LegState before, LegState after)
    {
        if (_counts is null || before == after) return;
        Add(before, -1);
        Add(after, 1);
    }

    private void Add(LegState state, int change)
    {
        if (state == LegState.Ended) return;
        if (state == LegState.Calling && !_isCaller) Interlocked.Add(ref _counts!.Ringing, change);
        else Interlocked.Add(ref _counts!.Talking, change);
    }
}
