using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Plugins.Loading;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Runtimes;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Isolation;

/// <summary>A plugin's code in a process of its own. Where that ends another is started, sooner the first time and later each further time; meanwhile its steps end with <c>error</c> at once.</summary>
internal sealed class ChildProcessRuntime : PluginRuntime
{
    private readonly PluginFolder _folder;
    private readonly string _name;
    private readonly PluginProcessOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action<string> _degrade;
    private readonly Lock _lock = new();
    private readonly FrozenDictionary<string, ChildProcessStep> _steps;
    private PluginProcess? _process;
    private ITimer? _restart;
    private string _lastEnd = "";
    private int _failures;
    private bool _isStopped;

    public ChildProcessRuntime(PluginFolder folder, string name, PluginType type, PluginProcessOptions options, TimeProvider clock, ILogger logger, Action<string> degrade)
    {
        _folder = folder;
        _name = name;
        _options = options;
        _clock = clock;
        _logger = logger;
        _degrade = degrade;
        _steps = folder.Manifest.Steps.ToFrozenDictionary(
            step => step.Name,
            step => new ChildProcessStep(this, step.Name, type.Steps.First(known => known.Name == PluginNames.OfStep(type.Id, step.Name)).Options),
            StringComparer.Ordinal);
    }

    /// <summary>The process that runs go to, or null while there is none.</summary>
    public PluginProcess? Process
    {
        get
        {
            lock (_lock) return _process is { IsGood: true } ? _process : null;
        }
    }

    /// <inheritdoc/>
    public override PluginStep Step(string name) => _steps[name];

    /// <inheritdoc/>
    public override async ValueTask<bool> HandleAsync(string handler, IServiceProvider services, SwitchEvent happened, CancellationToken cancellation)
    {
        var process = await AliveAsync();
        var isKnown = false;
        var reply = await process.RunAsync(WireKind.Handle, null, services, to => isKnown = WireEvents.TryWrite(to.Text(happened.Account).Text(handler), happened), cancellation);
        return isKnown && reply.Flag();
    }

    /// <inheritdoc/>
    public override async ValueTask<HttpReply> AnswerAsync(string endpoint, IServiceProvider services, HttpQuery query, CancellationToken cancellation)
    {
        var process = await AliveAsync();
        return (await process.RunAsync(WireKind.Answer, null, services, to => to.Text(query.Account).Text(endpoint).Query(query), cancellation)).HttpReply();
    }

    /// <inheritdoc/>
    public override async ValueTask RunTaskAsync(string task, string account, IServiceProvider services, CancellationToken stopping)
    {
        var process = await AliveAsync();
        await process.RunAsync(WireKind.RunTask, null, services, to => to.Text(account).Text(task), stopping);
    }

    /// <inheritdoc/>
    public override async ValueTask WatchAsync(string source, string account, IServiceProvider services, IPresenceReport report, CancellationToken stopping)
    {
        var process = await AliveAsync();
        await process.RunAsync(WireKind.Watch, null, new ReportingServices(services, report), to => to.Text(account).Text(source), stopping);
    }

    /// <inheritdoc/>
    public override object Point(PointType point, IServiceProvider services) =>
        point.Kind == Reference.Directory ? new ChildProcessDirectory(this, point, services) : throw new NotSupportedException($"A {PointKinds.WordOf(point.Kind)} runs in the switch's own process.");

    /// <inheritdoc/>
    public override async ValueTask WarmAsync(CancellationToken cancellation)
    {
        Start();
        try
        {
            await _process!.Ready.WaitAsync(_options.StartLimit, _clock, cancellation);
        }
        catch (TimeoutException)
        {
            throw new PluginLoadException(PluginProblemCodes.Start, $"{_name} did not start within {_options.StartLimit}");
        }
    }

    /// <inheritdoc/>
    public override async ValueTask TryOptionsAsync(string step, object options, CancellationToken cancellation)
    {
        var process = await AliveAsync();
        await process.RunAsync(WireKind.Bind, null, NoServices.Instance, to => ((RemoteOptions)options).Write(to.Text(step)), cancellation);
    }

    /// <inheritdoc/>
    public override async ValueTask StopAsync()
    {
        PluginProcess? process;
        lock (_lock)
        {
            _isStopped = true;
            _restart?.Dispose();
            process = _process;
        }

        if (process is null) return;
        await process.StopAsync();
        process.Dispose();
    }

    /// <inheritdoc/>
    public override WeakReference? Unload() => null;

    /// <summary>The process, loaded.</summary>
    /// <exception cref="PluginProcessException">There is none just now.</exception>
    internal async ValueTask<PluginProcess> AliveAsync()
    {
        var process = Process ?? throw new PluginProcessException($"{_name} is being started again{(_lastEnd.Length == 0 ? "" : ": " + _lastEnd)}");
        if (process.Ready.IsCompletedSuccessfully) return process;
        try
        {
            await process.Ready;
            return process;
        }
        catch (PluginLoadException e)
        {
            throw new PluginProcessException(e.Message);
        }
    }

    private void Start()
    {
        lock (_lock)
        {
            if (_isStopped) return;
            _process = PluginProcess.Start(_folder.Root, _name, _options, _clock, _logger);
            _ = WatchAsync(_process);
        }
    }

    private async Task WatchAsync(PluginProcess process)
    {
        _lastEnd = await process.Ended;
        lock (_lock)
        {
            if (_isStopped) return;
            _failures = _clock.GetElapsedTime(process.StartedAt) > _options.WellAfter ? 1 : _failures + 1;
            var wait = _failures == 1 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(_options.LongestWait.Ticks, _options.FirstWait.Ticks << Math.Min(_failures - 2, 20)));
            _restart?.Dispose();
            _restart = _clock.CreateTimer(static state => ((ChildProcessRuntime)state!).StartAgain(), this, wait, Timeout.InfiniteTimeSpan);
        }

        _logger.LogError("{Reason}", _lastEnd);
        _degrade(_lastEnd);
        process.Dispose();
    }

    private void StartAgain()
    {
        try
        {
            Start();
        }
        catch (PluginLoadException e)
        {
            _logger.LogError("{Reason}", e.Message);
            lock (_lock)
            {
                if (!_isStopped) _restart?.Change(_options.LongestWait, Timeout.InfiniteTimeSpan);
            }
        }
    }
}

/// <summary>Options of a place, ready for the pipe.</summary>
/// <param name="Number">By which the process knows them again; 0 of those for one run only.</param>
/// <param name="Values">The values.</param>
/// <param name="Schema">What they are.</param>
internal sealed record RemoteOptions(long Number, OptionValues Values, MapSchema Schema)
{
    /// <summary>Writes them.</summary>
    public void Write(WireWriter to) => WireOptions.Write(to.Long(Number), Values, Schema);
}

/// <summary>A step in a process of its own.</summary>
internal sealed class ChildProcessStep(ChildProcessRuntime runtime, string name, MapSchema schema) : PluginStep
{
    private static long _number;

    /// <inheritdoc/>
    public override object Bind(OptionValues values) => new RemoteOptions(Interlocked.Increment(ref _number), values, schema);

    /// <inheritdoc/>
    public override object BindOnce(OptionValues values) => new RemoteOptions(0, values, schema);

    /// <inheritdoc/>
    public override async ValueTask<Outcome> RunAsync(IServiceProvider services, ICall call, object options, CancellationToken hangup)
    {
        var process = await runtime.AliveAsync();
        var finished = await process.RunAsync(WireKind.RunStep, call, services, to => Write(to, call, (RemoteOptions)options), hangup);
        return new Outcome(finished.Text());
    }

    private void Write(WireWriter to, ICall call, RemoteOptions options)
    {
        to.Bytes(call.Id.ToByteArray()).Text(call.Account).Party(call.Caller).Text(call.Dialled).Moment(call.StartedAt).Place(call.Step).Text(name);
        options.Write(to);
    }
}

/// <summary>The services of an account, and what a presence source says to: one of its run, so that it speaks of that account alone.</summary>
internal sealed class ReportingServices(IServiceProvider services, IPresenceReport report) : IServiceProvider
{
    public object? GetService(Type serviceType) => serviceType == typeof(IPresenceReport) ? report : services.GetService(serviceType);
}

/// <summary>No services.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static NoServices Instance { get; } = new();

    public object? GetService(Type serviceType) => null;
}
