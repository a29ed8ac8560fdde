using System.Text.Json;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>Services of a plugin whose answers are inputs of the call: what was remembered, what money there is, who is there. What they answer is written down; what they are told goes on as it is.</summary>
internal sealed class RecordedServices(RecordingCall call, string plugin, IServiceProvider services) : IServiceProvider, IKeyValueStore, ILedger, IPresence, IDirectory
{
    private IKeyValueStore Store => Get<IKeyValueStore>();

    private ILedger Ledger => Get<ILedger>();

    private IDirectory Directory => Get<IDirectory>();

    public string Account => Directory.Account;

    public IReadOnlyList<ExtensionInfo> Extensions => Directory.Extensions;

    public IReadOnlyList<string> Numbers => Directory.Numbers;

    public ExtensionState this[string extension] => Told(Questions.Presence(extension), Get<IPresence>()[extension]);

    public bool IsOnline(string extension) => Told(Questions.IsOnline(extension), Get<IPresence>().IsOnline(extension));

    public ReportedState? Reported(string extension) => Told(Questions.Reported(extension), Get<IPresence>().Reported(extension));

    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(Random)) return call.Random;
        if (!Questions.AreAnsweredBy(serviceType)) return services.GetService(serviceType);
        return services.GetService(serviceType) is null ? null : this;
    }

    public async ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellation) => Told(Questions.Get(key), await Store.GetAsync(key, cancellation));

    public ValueTask SetAsync(string key, string value, CancellationToken cancellation) => Store.SetAsync(key, value, cancellation);

    public async ValueTask<bool> TrySetAsync(string key, string? value, long version, CancellationToken cancellation) => Told(Questions.TrySet(key), await Store.TrySetAsync(key, value, version, cancellation));

    public ValueTask RemoveAsync(string key, CancellationToken cancellation) => Store.RemoveAsync(key, cancellation);

    public async ValueTask<IReadOnlyList<string>> KeysAsync(string prefix, string? after, CancellationToken cancellation) => Told(Questions.Keys(prefix, after), await Store.KeysAsync(prefix, after, cancellation));

    public async ValueTask<Balance> GetBalanceAsync(CancellationToken cancellation) => Told(Questions.Balance, await Ledger.GetBalanceAsync(cancellation));

    public async ValueTask<bool> ReserveAsync(string reservation, decimal amount, TimeSpan expires, CancellationToken cancellation) =>
        Told(Questions.Reserve, await Ledger.ReserveAsync(reservation, amount, expires, cancellation));

    public async ValueTask<bool> ExtendAsync(string reservation, int step, decimal amount, TimeSpan expires, CancellationToken cancellation) =>
        Told(Questions.Extend, await Ledger.ExtendAsync(reservation, step, amount, expires, cancellation));

    public ValueTask SettleAsync(string reservation, decimal amount, string text, CancellationToken cancellation) => Ledger.SettleAsync(reservation, amount, text, cancellation);

    public ExtensionInfo? FindExtension(string number) => Directory.FindExtension(number);

    public async ValueTask<DirectoryEntry?> FindAsync(string number, CancellationToken cancellation) => Told(Questions.Find(number), await Directory.FindAsync(number, cancellation));

    private T Get<T>()
        where T : class => (T)services.GetService(typeof(T))!;

    private T Told<T>(string question, T answer)
    {
        call.Answered(plugin, question, JsonSerializer.Serialize(answer));
        return answer;
    }

    /// <summary>What recordings call the questions.</summary>
    internal static class Questions
    {
        public const string Balance = "ledger.balance";
        public const string Reserve = "ledger.reserve";
        public const string Extend = "ledger.extend";

        /// <summary>Whether what a service answers is written down.</summary>
        public static bool AreAnsweredBy(Type service) => service == typeof(IKeyValueStore) || service == typeof(ILedger) || service == typeof(IPresence) || service == typeof(IDirectory);

        public static string Find(string number) => "directory.find " + number;

        public static string Get(string key) => "store.get " + key;

        public static string TrySet(string key) => "store.try-set " + key;

        public static string Keys(string prefix, string? after) => $"store.keys {prefix} {after}";

        public static string Presence(string extension) => "presence " + extension;

        public static string IsOnline(string extension) => "presence.online " + extension;

        public static string Reported(string extension) => "presence.reported " + extension;
    }
}
