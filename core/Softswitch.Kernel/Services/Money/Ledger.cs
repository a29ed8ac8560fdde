using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>
/// The ledger that the switch comes with, in <c>kernel.ledger</c>. Each operation is one statement, one round trip and one transaction that begins by locking the account's row: of any number at a time each sees
/// what those before it have left. Time is the database's, which all nodes share.
/// </summary>
/// <param name="access">The database.</param>
/// <param name="account">The account.</param>
/// <param name="plugin">The plugin; identities of reservations are its own.</param>
/// <param name="currency">Currency of an account that has no money yet.</param>
internal sealed class Ledger(StoreAccess access, string account, string plugin, string currency) : ILedger
{
    private const int Decimals = 4;
    private const int LongestReservation = 100;
    private const int LongestText = 200;
    private const decimal Largest = 99_999_999_999_999m;

    private static readonly TimeSpan ShortestExpiry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestExpiry = TimeSpan.FromHours(24);

    private enum Outcome
    {
        NotEnough,
        Done,
        Unknown,
        Settled,
        Expired,
        TooMuch,
    }

    /// <inheritdoc/>
    public ValueTask<Balance> GetBalanceAsync(CancellationToken cancellation) => access.RunAsync(
        """
        select l.balance, l.reserved - coalesce(
            (select sum(r.amount) from kernel.ledger_reservation r where r.account = l.account and r.state = 1 and r.expires_at <= clock_timestamp()), 0), l.currency
        from kernel.ledger l where l.account = $1
        """,
        [StoreAccess.Text(account)],
        async (reader, token) => await reader.ReadAsync(token) ? new Balance(reader.GetDecimal(0), reader.GetDecimal(1), reader.GetString(2)) : new Balance(0, 0, currency),
        cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> ReserveAsync(string reservation, decimal amount, TimeSpan expires, CancellationToken cancellation)
    {
        StoreAccess.CheckText(reservation, 1, LongestReservation, nameof(reservation));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        CheckAmount(amount);
        CheckExpiry(expires);
        return access.ScalarAsync<bool>(
            "select kernel.ledger_reserve($1, $2, $3, $4, $5, $6)",
            [StoreAccess.Text(account), StoreAccess.Text(currency), StoreAccess.Text(plugin), StoreAccess.Text(reservation), StoreAccess.Money(amount), StoreAccess.Seconds(expires)],
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExtendAsync(string reservation, int step, decimal amount, TimeSpan expires, CancellationToken cancellation)
    {
        StoreAccess.CheckText(reservation, 1, LongestReservation, nameof(reservation));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        CheckAmount(amount);
        CheckExpiry(expires);
        var outcome = (Outcome)await access.ScalarAsync<int>(
            "select kernel.ledger_extend($1, $2, $3, $4, $5::int, $6, $7)",
            [
                StoreAccess.Text(account), StoreAccess.Text(currency), StoreAccess.Text(plugin), StoreAccess.Text(reservation), StoreAccess.Number(step), StoreAccess.Money(amount),
                StoreAccess.Seconds(expires),
            ],
            cancellation);
        ThrowIfGone(outcome, reservation);
        return outcome == Outcome.Done;
    }

    /// <inheritdoc/>
    public async ValueTask SettleAsync(string reservation, decimal amount, string text, CancellationToken cancellation)
    {
        StoreAccess.CheckText(reservation, 1, LongestReservation, nameof(reservation));
        StoreAccess.CheckText(text, 1, LongestText, nameof(text));
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        CheckAmount(amount);
        var outcome = (Outcome)await access.ScalarAsync<int>(
            "select kernel.ledger_settle($1, $2, $3, $4, $5, $6)",
            [StoreAccess.Text(account), StoreAccess.Text(currency), StoreAccess.Text(plugin), StoreAccess.Text(reservation), StoreAccess.Money(amount), StoreAccess.Text(text)],
            cancellation);
        ThrowIfGone(outcome, reservation);
        if (outcome == Outcome.TooMuch) throw new ArgumentOutOfRangeException(nameof(amount), amount, $"more than reservation {reservation} holds");
    }

    internal static void CheckAmount(decimal amount)
    {
        if (decimal.Round(amount, Decimals) != amount) throw new ArgumentOutOfRangeException(nameof(amount), amount, $"more than {Decimals} decimals");
        if (Math.Abs(amount) > Largest) throw new ArgumentOutOfRangeException(nameof(amount), amount, $"more than {Largest}");
    }

    private static void CheckExpiry(TimeSpan expires)
    {
        if (expires < ShortestExpiry || expires > LongestExpiry) throw new ArgumentOutOfRangeException(nameof(expires), expires, "10 s to 24 h are possible");
    }

    private static void ThrowIfGone(Outcome outcome, string reservation)
    {
        if (outcome is Outcome.Unknown or Outcome.Settled or Outcome.Expired)
            throw new InvalidOperationException($"There is no reservation {reservation} that is open{(outcome == Outcome.Unknown ? "" : outcome == Outcome.Settled ? ": it is settled" : ": it has expired")}.");
    }
}
