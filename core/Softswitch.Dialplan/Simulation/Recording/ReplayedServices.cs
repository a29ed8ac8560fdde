using System.Text.Json;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>Services of a plugin that answer as they did when the call was recorded; what was not asked then is answered by a simulated account that begins empty.</summary>
internal sealed class ReplayedServices : IServiceProvider, IKeyValueStore, ILedger, IPresence, IDirectory
{
    private readonly IServiceProvider _simulated;
    private readonly Dictionary<string, Queue<string>> _answers;

    public ReplayedServices(CallRecording recording, string plugin, IServiceProvider simulated)
    {
        _simulated = simulated;
        _answers = recording.Answers.Where(answer => answer.Plugin == plugin)
            .GroupBy(answer => answer.Question, StringComparer.Ordinal)
            .ToDictionary(answers => answers.Key, answers => new Queue<string>(answers.Select(answer => answer.Answer)), StringComparer.Ordinal);
    }

    private IKeyValueStore Store => Get<IKeyValueStore>();

    private ILedger Ledger => Get<ILedger>();

    private IDirectory Directory => Get<IDirectory>();

    public string Account => Directory.Account;

    public IReadOnlyList<ExtensionInfo> Extensions => Directory.Extensions;

    public IReadOnlyList<string> Numbers => Directory.Numbers;

    public ExtensionState this[string extension] => TryTell<ExtensionState>(RecordedServices.Questions.Presence(extension), out var state) ? state : Get<IPresence>()[extension];

    public bool IsOnline(string extension) => TryTell<bool>(RecordedServices.Questions.IsOnline(extension), out var isOnline) ? isOnline : Get<IPresence>().IsOnline(extension);

    public ReportedState? Reported(string extension) => TryTell<ReportedState>(RecordedServices.Questions.Reported(extension), out var said) ? said : Get<IPresence>().Reported(extension);

    public object? GetService(Type serviceType) => RecordedServices.Questions.AreAnsweredBy(serviceType) ? this : _simulated.GetService(serviceType);

    public ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellation) =>
        TryTell<StoredValue?>(RecordedServices.Questions.Get(key), out var value) ? ValueTask.FromResult(value) : Store.GetAsync(key, cancellation);

    public ValueTask SetAsync(string key, string value, CancellationToken cancellation) => Store.SetAsync(key, value, cancellation);

    public ValueTask<bool> TrySetAsync(string key, string? value, long version, CancellationToken cancellation) =>
        TryTell<bool>(RecordedServices.Questions.TrySet(key), out var isSet) ? ValueTask.FromResult(isSet) : Store.TrySetAsync(key, value, version, cancellation);

    public ValueTask RemoveAsync(string key, CancellationToken cancellation) => Store.RemoveAsync(key, cancellation);

    public ValueTask<IReadOnlyList<string>> KeysAsync(string prefix, string? after, CancellationToken cancellation) =>
        TryTell<string[]>(RecordedServices.Questions.Keys(prefix, after), out var keys) ? ValueTask.FromResult<IReadOnlyList<string>>(keys!) : Store.KeysAsync(prefix, after, cancellation);

    public ValueTask<Balance> GetBalanceAsync(CancellationToken cancellation) =>
        TryTell<Balance>(RecordedServices.Questions.Balance, out var balance) ? ValueTask.FromResult(balance!) : Ledger.GetBalanceAsync(cancellation);

    public ValueTask<bool> ReserveAsync(string reservation, decimal amount, TimeSpan expires, CancellationToken cancellation) =>
        TryTell<bool>(RecordedServices.Questions.Reserve, out var isEnough) ? ValueTask.FromResult(isEnough) : Ledger.ReserveAsync(reservation, amount, expires, cancellation);

    public ValueTask<bool> ExtendAsync(string reservation, int step, decimal amount, TimeSpan expires, CancellationToken cancellation) =>
        TryTell<bool>(RecordedServices.Questions.Extend, out var isEnough) ? ValueTask.FromResult(isEnough) : Ledger.ExtendAsync(reservation, step, amount, expires, cancellation);

    // What was reserved was so in the live ledger.
    public ValueTask SettleAsync(string reservation, decimal amount, string text, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ExtensionInfo? FindExtension(string number) => Directory.FindExtension(number);

    public ValueTask<DirectoryEntry?> FindAsync(string number, CancellationToken cancellation) =>
        TryTell<DirectoryEntry?>(RecordedServices.Questions.Find(number), out var entry) ? ValueTask.FromResult(entry) : Directory.FindAsync(number, cancellation);

    private T Get<T>()
        where T : class => (T)_simulated.GetService(typeof(T))!;

    private bool TryTell<T>(string question, out T? answer)
    {
        answer = default;
        if (!_answers.TryGetValue(question, out var answers) || !answers.TryDequeue(out var json)) return false;
        answer = JsonSerializer.Deserialize<T>(json);
        return true;
    }
}
