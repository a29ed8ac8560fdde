using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>
/// The money of one conversation: what is reserved for it, for how long that lasts, and what it cost in the end. Used by one thread at a time.
/// </summary>
/// <param name="ledger">The account's money.</param>
/// <param name="tariff">The price.</param>
/// <param name="reservation">Identity of the reservation.</param>
internal sealed class Charge(ILedger ledger, Tariff tariff, string reservation)
{
    // Money is set aside for about so long at a time; where there is less, for what there is.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    // Ringing may take its time; what a node that died has reserved is given back after this.
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    private string _identity = "";
    private int _intervals;
    private int _steps;
    private bool _isSettled;

    /// <summary>How long may be talked for what is reserved.</summary>
    public TimeSpan Covered => tariff.Interval * _intervals;

    /// <summary>How long before its end more has to be reserved.</summary>
    public TimeSpan Margin => TimeSpan.FromSeconds(Math.Min(10, tariff.Interval.TotalSeconds / 2));

    private int Chunk => Math.Max(1, (int)(Ahead / tariff.Interval));

    private decimal Reserved => tariff.Price * _intervals;

    /// <summary>Sets aside what the beginning costs, or the minimum; false where there is not enough.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async ValueTask<bool> TryReserveAsync(CancellationToken cancellation)
    {
        var least = tariff.IntervalsOf(TimeSpan.Zero);
        for (var wanted = Math.Max(least, Chunk); ; wanted = Math.Max(least, wanted / 2))
        {
            // A reservation that was refused stays so: each attempt is one of its own.
            if (await ledger.ReserveAsync(Identity(wanted), tariff.Price * wanted, Slack + (tariff.Interval * wanted), cancellation))
            {
                _intervals = wanted;
                _identity = Identity(wanted);
                return true;
            }

            if (wanted == least) return false;
        }
    }

    /// <summary>Sets more aside; false where there is not enough for even one more interval.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async ValueTask<bool> TryExtendAsync(CancellationToken cancellation)
    {
        for (var wanted = Chunk; wanted > 0; wanted /= 2)
        {
            if (!await ledger.ExtendAsync(_identity, ++_steps, tariff.Price * wanted, Slack + (tariff.Interval * wanted), cancellation)) continue;
            _intervals += wanted;
            return true;
        }

        return false;
    }

    /// <summary>Charges what the conversation cost, once, and gives the rest back.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async ValueTask SettleAsync(TimeSpan talked, CancellationToken cancellation)
    {
        if (_isSettled) return;
        // What was not reserved is not charged, be it that ending took a moment longer.
        await ledger.SettleAsync(_identity, Math.Min(tariff.CostOf(talked), Reserved), tariff.Text, cancellation);
        _isSettled = true;
    }

    private string Identity(int intervals) => $"{reservation}:{intervals}";
}
