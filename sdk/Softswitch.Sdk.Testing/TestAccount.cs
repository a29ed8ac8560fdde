using Softswitch.Dialplan.Simulation;

namespace Softswitch.Sdk.Testing;

/// <summary>What a test's account has after its calls: what plugins remember, and its money. All of it is in memory.</summary>
public sealed class TestAccount
{
    private readonly SimulatedAccount _account;

    internal TestAccount(SimulatedAccount account) => _account = account;

    /// <summary>Name of the account.</summary>
    public string Name => _account.Name;

    /// <summary>The account's ledger.</summary>
    public ILedger Ledger => _account.Ledger;

    /// <summary>What is there, reservations included.</summary>
    public decimal Balance => _account.Ledger.Balance;

    /// <summary>What was charged, in order, with the texts of the customer's statement.</summary>
    public IReadOnlyList<(decimal Amount, string Text)> Charges => _account.Ledger.Charges;

    /// <summary>What a plugin remembers for the account.</summary>
    /// <param name="plugin">Id of the plugin.</param>
    public IKeyValueStore Store(string plugin) => (IKeyValueStore)_account.Services(plugin).GetService(typeof(IKeyValueStore))!;

    /// <summary>What an extension is doing, as plugins are told.</summary>
    /// <param name="extension">Number of the extension.</param>
    /// <param name="state">What it does.</param>
    public void SetPresence(string extension, ExtensionState state) => _account.Presence[extension] = state;
}
