using Npgsql;
using Softswitch.Integration.Tests.Processes;

namespace Softswitch.Integration.Tests.Switch;

/// <summary>The money of the test account, as the database has it.</summary>
internal sealed class SwitchLedger(SwitchProcess process) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = process.OpenDatabase();

    /// <summary>A ledger with so much paid in.</summary>
    public static async Task<SwitchLedger> WithAsync(SwitchProcess process, decimal amount)
    {
        var ledger = new SwitchLedger(process);
        await using var pay = ledger._database.CreateCommand("select kernel.ledger_pay('test', 'USD', 'start', $1, 'Paid in')");
        pay.Parameters.Add(new NpgsqlParameter { Value = amount });
        Assert.True((bool)(await pay.ExecuteScalarAsync())!);
        return ledger;
    }

    /// <summary>The balance, and what of it is reserved.</summary>
    public async Task<(decimal Balance, decimal Reserved)> ReadAsync() =>
        (await RowsAsync("select balance, reserved from kernel.ledger where account = 'test'", row => (row.GetDecimal(0), row.GetDecimal(1)))).Single();

    /// <summary>Waits until nothing is reserved any more; gives the balance.</summary>
    public async Task<decimal> SettledAsync() =>
        (await Eventually.GetAsync(() => ReadAsync().GetAwaiter().GetResult(), money => money.Reserved == 0, money => $"{money.Reserved} stays reserved", TimeSpan.FromSeconds(10))).Balance;

    /// <summary>What conversations were charged, and the balance after each, the first one first.</summary>
    public Task<List<(decimal Amount, decimal Balance)>> ChargesAsync() =>
        RowsAsync("select -amount, balance from kernel.ledger_entry where account = 'test' and source <> 'payment' order by id", row => (row.GetDecimal(0), row.GetDecimal(1)));

    /// <summary>How long the reservations that are open last from now on.</summary>
    public Task<List<TimeSpan>> OpenAsync() =>
        RowsAsync("select expires_at - clock_timestamp() from kernel.ledger_reservation where account = 'test' and state = 1", row => row.GetTimeSpan(0));

    /// <summary>Lets the time of all reservations pass.</summary>
    public async Task ExpireAsync()
    {
        await using var command = _database.CreateCommand("update kernel.ledger_reservation set expires_at = clock_timestamp()");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>How often reservations were extended.</summary>
    public async Task<int> ExtensionsAsync() => (await RowsAsync("select 1 from kernel.ledger_step where account = 'test' and granted", _ => 1)).Count;

    /// <summary>The records of so many calls, once they are there: how long was talked, and who ended it.</summary>
    public async Task<List<(TimeSpan Talked, string EndedBy)>> RecordsAsync(int count) => await Eventually.GetAsync(
        () => RowsAsync("select talk_ms, ended_by from kernel.call_record where account = 'test' order by started_at", row => (TimeSpan.FromMilliseconds(row.GetInt64(0)), row.GetString(1))).GetAwaiter().GetResult(),
        records => records.Count >= count,
        records => $"{records.Count} of {count} records are in the database",
        TimeSpan.FromSeconds(10));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = _database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }
}
