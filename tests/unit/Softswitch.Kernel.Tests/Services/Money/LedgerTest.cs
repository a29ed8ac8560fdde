using Softswitch.Kernel.Services;
using Softswitch.Kernel.Storage;
using Softswitch.Kernel.Tests.Storage;

namespace Softswitch.Kernel.Tests.Services;

/// <summary>Ledgers in a database of their own.</summary>
public abstract class LedgerTest(PostgresFixture postgres) : IAsyncLifetime
{
    private StoreAccess _access = null!;

    internal Database Database { get; private set; } = null!;

    internal LedgerBook Book { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await postgres.OpenNewAsync();
        _access = new StoreAccess(Database, TimeProvider.System);
        Book = new LedgerBook(_access);
    }

    public async Task DisposeAsync()
    {
        await _access.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal Ledger Ledger(string account = "acme", string plugin = "billing") => new(_access, account, plugin, "CRC");
}
