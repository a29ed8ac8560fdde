namespace Softswitch.Sdk;

/// <summary>
/// The account's money: what is spent is reserved first, extended while it goes on, and settled at the end. The balance less what is reserved never goes below its floor, however many
/// reserve at a time. Each operation has an identity chosen by the caller, so that doing it twice does it once. Where a layer has withheld <c>ledger</c> every operation throws <see cref="PermissionDeniedException"/>.
/// </summary>
public interface ILedger
{
    /// <summary>The balance at this moment.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    ValueTask<Balance> GetBalanceAsync(CancellationToken cancellation);

    /// <summary>Sets an amount aside.</summary>
    /// <param name="reservation">Identity of the reservation, 1 to 100 characters, as <c>call:8d0f…</c>; a repeated one gives the first one's result.</param>
    /// <param name="amount">In the account's currency, more than zero, at most 4 decimals.</param>
    /// <param name="expires">A reservation that is neither extended nor settled is given back after this: 10 s to 24 h.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether there was enough.</returns>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    ValueTask<bool> ReserveAsync(string reservation, decimal amount, TimeSpan expires, CancellationToken cancellation);

    /// <summary>Adds to a reservation and begins its time anew.</summary>
    /// <param name="reservation">Its identity.</param>
    /// <param name="step">Identity of this extension within the reservation, counting from 1; a repeated one gives the first one's result.</param>
    /// <param name="amount">Zero or more, at most 4 decimals.</param>
    /// <param name="expires">10 s to 24 h from now.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether there was enough; if not, the reservation stays as it was.</returns>
    /// <exception cref="InvalidOperationException">There is no such reservation, or it is settled or expired.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    ValueTask<bool> ExtendAsync(string reservation, int step, decimal amount, TimeSpan expires, CancellationToken cancellation);

    /// <summary>Charges an amount, gives back the rest of the reservation and leaves one entry in the account's statement.</summary>
    /// <param name="reservation">Its identity; settling again changes nothing.</param>
    /// <param name="amount">Zero to what is reserved, at most 4 decimals.</param>
    /// <param name="text">What the customer reads, 1 to 200 characters.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than what is reserved.</exception>
    /// <exception cref="InvalidOperationException">There is no such reservation, or it is expired.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    ValueTask SettleAsync(string reservation, decimal amount, string text, CancellationToken cancellation);
}

/// <summary>Money of an account.</summary>
/// <param name="Amount">What is there, reservations included.</param>
/// <param name="Reserved">What of it is set aside.</param>
/// <param name="Currency">ISO 4217: <c>CRC</c>.</param>
public sealed record Balance(decimal Amount, decimal Reserved, string Currency)
{
    /// <summary>What can still be reserved above the floor is this less the floor.</summary>
    public decimal Available => Amount - Reserved;
}
