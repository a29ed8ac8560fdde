using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>An account's money, in memory: what is charged is noted.</summary>
public sealed class SimulatedLedger : ILedger
{
    private readonly Dictionary<string, Reservation> _reservations = [];
    private readonly List<(decimal Amount, string Text)> _charges = [];

    /// <summary>What was charged, in order.</summary>
    public IReadOnlyList<(decimal Amount, string Text)> Charges => _charges;

    /// <summary>Sum of what was charged.</summary>
    public decimal Charged => _charges.Sum(charge => charge.Amount);

    /// <summary>What is there, reservations included.</summary>
    public decimal Balance { get; private set; }

    /// <summary>What the balance may not fall below. Default 0.</summary>
    public decimal Floor { get; init; }

    /// <summary>ISO 4217. Default USD.</summary>
    public string Currency { get; init; } = "USD";

    private decimal Reserved => _reservations.Values.Where(reservation => !reservation.IsSettled).Sum(reservation => reservation.Amount);

    /// <inheritdoc/>
    public ValueTask<Balance> GetBalanceAsync(CancellationToken cancellation) => ValueTask.FromResult(new Balance(Balance, Reserved, Currency));

    /// <inheritdoc/>
    public ValueTask<bool> ReserveAsync(string reservation, decimal amount, TimeSpan expires, CancellationToken cancellation)
    {
        if (_reservations.ContainsKey(reservation)) return ValueTask.FromResult(true);
        if (amount <= 0) throw new ArgumentOutOfRangeException(nameof(amount), amount, "Expected more than zero.");
        if (!Has(amount)) return ValueTask.FromResult(false);
        _reservations[reservation] = new Reservation { Amount = amount };
        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExtendAsync(string reservation, int step, decimal amount, TimeSpan expires, CancellationToken cancellation)
    {
        var open = Open(reservation);
        if (open.Steps.TryGetValue(step, out var before)) return ValueTask.FromResult(before);
        var enough = Has(amount);
        if (enough) open.Amount += amount;
        open.Steps[step] = enough;
        return ValueTask.FromResult(enough);
    }

    /// <inheritdoc/>
    public ValueTask SettleAsync(string reservation, decimal amount, string text, CancellationToken cancellation)
    {
        if (_reservations.TryGetValue(reservation, out var settled) && settled.IsSettled) return ValueTask.CompletedTask;
        var open = Open(reservation);
        if (amount < 0 || amount > open.Amount) throw new ArgumentOutOfRangeException(nameof(amount), amount, $"Expected 0 to {open.Amount}.");
        open.IsSettled = true;
        Balance -= amount;
        _charges.Add((amount, text));
        return ValueTask.CompletedTask;
    }

    /// <summary>There is so much money, and nothing has been charged.</summary>
    internal void Begin(decimal balance)
    {
        Balance = balance;
        _reservations.Clear();
        _charges.Clear();
    }

    private bool Has(decimal amount) => Balance - Reserved - amount >= Floor;

    private Reservation Open(string reservation) =>
        _reservations.TryGetValue(reservation, out var open) && !open.IsSettled ? open : throw new InvalidOperationException($"There is no open reservation '{reservation}'.");

    private sealed class Reservation
    {
        public decimal Amount { get; set; }

        public bool IsSettled { get; set; }

        public Dictionary<int, bool> Steps { get; } = [];
    }
}
