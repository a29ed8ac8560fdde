using Microsoft.Extensions.Logging;
using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation.Child;

/// <summary>The services of an account at the other end of the pipe. Connections to the plugin's own tables are none of them: they are objects of the switch's.</summary>
internal sealed class ChildServices(ChildRun run, string account) : IServiceProvider
{
    private readonly ServiceClient _client = new(run);

    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(IKeyValueStore)) return new ChildStore(_client);
        if (serviceType == typeof(ILedger)) return new ChildLedger(_client);
        if (serviceType == typeof(IDirectory)) return new ChildDirectory(_client, account);
        if (serviceType == typeof(IPresence)) return new ChildPresence(_client);
        if (serviceType == typeof(ITemplates)) return new ChildTemplates(_client);
        if (serviceType == typeof(ITimers)) return new ChildTimers();
        if (serviceType == typeof(TimeProvider)) return TimeProvider.System;
        if (serviceType == typeof(ILogger)) return new ChildLog(_client);
        return serviceType == typeof(Random) ? ChildRandom.Instance : null;
    }
}

/// <summary>Asks the switch in the name of the run that the code belongs to just now: work for the end of a call is another run than the step that left it.</summary>
internal sealed class ServiceClient(ChildRun run)
{
    private long Run => (ChildRun.Current.Value ?? run).Number;

    public Task<WireReader> AskAsync(WireOperation operation, Action<WireWriter>? write, CancellationToken cancellation) => run.Connection.RequestAsync(Run, operation, write, cancellation);

    public WireReader Ask(WireOperation operation, Action<WireWriter>? write) => run.Connection.Request(Run, operation, write);

    public void Log(LogLevel level, string text) => run.Connection.Send(new WireWriter(WireKind.Log, Run).Byte((byte)level).Text(text.Length <= 2000 ? text : text[..2000]));
}

internal sealed class ChildStore(ServiceClient client) : IKeyValueStore
{
    public async ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellation)
    {
        var reply = await client.AskAsync(WireOperation.StoreGet, to => to.Text(key), cancellation);
        return reply.Flag() ? new StoredValue(reply.Text(), reply.Long()) : null;
    }

    public async ValueTask SetAsync(string key, string value, CancellationToken cancellation) =>
        await client.AskAsync(WireOperation.StoreSet, to => to.Text(key).Text(value), cancellation);

    public async ValueTask<bool> TrySetAsync(string key, string? value, long version, CancellationToken cancellation) =>
        (await client.AskAsync(WireOperation.StoreTrySet, to => to.Text(key).Text(value).Long(version), cancellation)).Flag();

    public async ValueTask RemoveAsync(string key, CancellationToken cancellation) => await client.AskAsync(WireOperation.StoreRemove, to => to.Text(key), cancellation);

    public async ValueTask<IReadOnlyList<string>> KeysAsync(string prefix, string? after, CancellationToken cancellation) =>
        (await client.AskAsync(WireOperation.StoreKeys, to => to.Text(prefix).Text(after), cancellation)).List(static from => from.Text());
}

internal sealed class ChildLedger(ServiceClient client) : ILedger
{
    public async ValueTask<Balance> GetBalanceAsync(CancellationToken cancellation)
    {
        var reply = await client.AskAsync(WireOperation.Balance, null, cancellation);
        return new Balance(reply.Amount(), reply.Amount(), reply.Text());
    }

    public async ValueTask<bool> ReserveAsync(string reservation, decimal amount, TimeSpan expires, CancellationToken cancellation) =>
        (await client.AskAsync(WireOperation.Reserve, to => to.Text(reservation).Amount(amount).Time(expires), cancellation)).Flag();

    public async ValueTask<bool> ExtendAsync(string reservation, int step, decimal amount, TimeSpan expires, CancellationToken cancellation) =>
        (await client.AskAsync(WireOperation.Extend, to => to.Text(reservation).Int(step).Amount(amount).Time(expires), cancellation)).Flag();

    public async ValueTask SettleAsync(string reservation, decimal amount, string text, CancellationToken cancellation) =>
        await client.AskAsync(WireOperation.Settle, to => to.Text(reservation).Amount(amount).Text(text), cancellation);
}

internal sealed class ChildDirectory(ServiceClient client, string account) : IDirectory
{
    public string Account => account;

    public IReadOnlyList<ExtensionInfo> Extensions => Read().Extensions;

    public IReadOnlyList<string> Numbers => Read().Numbers;

    public ExtensionInfo? FindExtension(string number) => Extensions.FirstOrDefault(extension => extension.Number == number);

    public async ValueTask<DirectoryEntry?> FindAsync(string number, CancellationToken cancellation) =>
        (await client.AskAsync(WireOperation.FindInDirectory, to => to.Text(number), cancellation)).Entry();

    private (List<ExtensionInfo> Extensions, List<string> Numbers) Read()
    {
        var reply = client.Ask(WireOperation.Directory, null);
        return (reply.List(static from => new ExtensionInfo(from.Text(), from.TextOrNull())), reply.List(static from => from.Text()));
    }
}

internal sealed class ChildPresence(ServiceClient client) : IPresence
{
    public ExtensionState this[string extension] => client.Ask(WireOperation.Presence, to => to.Text(extension)).Word<ExtensionState>();

    public bool IsOnline(string extension) => client.Ask(WireOperation.IsOnline, to => to.Text(extension)).Flag();

    public ReportedState? Reported(string extension) => client.Ask(WireOperation.Reported, to => to.Text(extension)).ReportedOrNull();
}

/// <summary>Says what a presence source says to the switch, which checks it.</summary>
internal sealed class ChildReport(ServiceClient client) : IPresenceReport
{
    public void Set(string extension, ExtensionState state, string? note = null, DateTimeOffset? until = null) =>
        client.Ask(WireOperation.Report, to => to.Text(extension).Reported(new ReportedState(state, note, until)));

    public void Clear(string extension) => client.Ask(WireOperation.ClearReport, to => to.Text(extension));
}

internal sealed class ChildTemplates(ServiceClient client) : ITemplates
{
    public string Render(string template, IReadOnlyDictionary<string, object?> values) =>
        client.Ask(WireOperation.Render, to => WireValues.Write(to.Text(template), values)).Text();
}

internal sealed class ChildTimers : ITimers
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public TimeProvider Clock => TimeProvider.System;

    public async ValueTask DelayAsync(TimeSpan delay, CancellationToken cancellation)
    {
        if (delay < TimeSpan.Zero || delay > Longest) throw new ArgumentOutOfRangeException(nameof(delay), delay, "A wait is zero to 24 hours.");
        await Task.Delay(delay, TimeProvider.System, cancellation);
    }
}

internal sealed class ChildLog(ServiceClient client) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        client.Log(logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)}: {PluginError.Of(exception)}");
}

/// <summary>Randomness of a process that no simulation runs in.</summary>
internal sealed class ChildRandom : Random
{
    public static ChildRandom Instance { get; } = new();

    public override int Next(int minValue, int maxValue) => System.Security.Cryptography.RandomNumberGenerator.GetInt32(minValue, maxValue);

    public override int Next(int maxValue) => maxValue == 0 ? 0 : System.Security.Cryptography.RandomNumberGenerator.GetInt32(maxValue);

    public override int Next() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);

    public override double NextDouble() => Sample();

    protected override double Sample() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
