namespace Softswitch.Kernel.Services;

/// <summary>The other side of the ledger, for whoever runs the switch: money paid in, how low a balance may go, the statement.</summary>
/// <param name="access">The database.</param>
public sealed class LedgerBook(StoreAccess access)
{
    private const int LongestReference = 100;
    private const int LongestText = 200;
    private const int LargestPage = 1000;

    /// <summary>Books money that was paid in, or, below zero, paid back.</summary>
    /// <param name="account">The account.</param>
    /// <param name="currency">ISO 4217; counts where the account has no money yet.</param>
    /// <param name="reference">Identity of the payment, 1 to 100 characters: the same one is booked once.</param>
    /// <param name="amount">At most 4 decimals.</param>
    /// <param name="text">What the customer reads, 1 to 200 characters.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it is booked now; false where it was before.</returns>
    /// <exception cref="Sdk.StoreUnavailableException">The database does not answer.</exception>
    public ValueTask<bool> PayAsync(string account, string currency, string reference, decimal amount, string text, CancellationToken cancellation)
    {
        StoreAccess.CheckText(reference, 1, LongestReference, nameof(reference));
        StoreAccess.CheckText(text, 1, LongestText, nameof(text));
        Ledger.CheckAmount(amount);
        return access.ScalarAsync<bool>(
            "select kernel.ledger_pay($1, $2, $3, $4, $5)",
            [StoreAccess.Text(account), StoreAccess.Text(currency), StoreAccess.Text(reference), StoreAccess.Money(amount), StoreAccess.Text(text)],
            cancellation);
    }

    /// <summary>Says how low the balance less what is reserved may go: below zero for accounts that pay later. What is reserved already stays so.</summary>
    /// <exception cref="Sdk.StoreUnavailableException">The database does not answer.</exception>
    public async ValueTask SetFloorAsync(string account, string currency, decimal floor, CancellationToken cancellation)
    {
        Ledger.CheckAmount(floor);
        await access.ScalarAsync<int>(
            "with changed as (insert into kernel.ledger (account, currency, floor) values ($1, $2, $3) on conflict (account) do update set floor = excluded.floor returning 1) select 1",
            [StoreAccess.Text(account), StoreAccess.Text(currency), StoreAccess.Money(floor)],
            cancellation);
    }

    /// <summary>Entries of the statement, the newest first.</summary>
    /// <param name="account">The account.</param>
    /// <param name="before">The last entry of the page before, or null for the first page.</param>
    /// <param name="most">1 to 1000.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Sdk.StoreUnavailableException">The database does not answer.</exception>
    public ValueTask<IReadOnlyList<LedgerEntry>> StatementAsync(string account, long? before, int most, CancellationToken cancellation) =>
        access.RunAsync<IReadOnlyList<LedgerEntry>>(
            "select id, source, reference, amount, balance, text, at from kernel.ledger_entry where account = $1 and ($2 is null or id < $2) order by id desc limit $3",
            [StoreAccess.Text(account), StoreAccess.Number(before), StoreAccess.Number(Math.Clamp(most, 1, LargestPage))],
            static async (reader, token) =>
            {
                var entries = new List<LedgerEntry>();
                while (await reader.ReadAsync(token))
                {
                    entries.Add(new LedgerEntry(
                        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetDecimal(3), reader.GetDecimal(4), reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6)));
                }

                return entries;
            },
            cancellation);
}

/// <summary>One line of an account's statement.</summary>
/// <param name="Id">Counts up.</param>
/// <param name="Source">The plugin that charged it, or <c>payment</c>.</param>
/// <param name="Reference">Identity of the reservation or payment.</param>
/// <param name="Amount">Below zero what was charged, above what was paid in.</param>
/// <param name="Balance">The balance after it.</param>
/// <param name="Text">What the customer reads.</param>
/// <param name="At">When.</param>
public sealed record LedgerEntry(long Id, string Source, string Reference, decimal Amount, decimal Balance, string Text, DateTimeOffset At);
