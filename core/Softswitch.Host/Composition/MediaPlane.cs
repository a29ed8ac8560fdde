using System.Net;
using System.Net.Sockets;
using Softswitch.Host.Configuration;
using Softswitch.Host.Metrics;
using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Logging;
using Softswitch.Media;
using Softswitch.Net;

namespace Softswitch.Host.Composition;

/// <summary>The relay of media, and what calls are given of it.</summary>
internal sealed partial class MediaPlane : IMetricSource, IDisposable
{
    private const int RefusalLinesPerSecond = 1;

    private static readonly (MediaOpenError Error, string Label, string Advice)[] Refusals =
    [
        (MediaOpenError.NoPortFree, "no_port", "all media ports are in use: widen media.ports"),
        (MediaOpenError.PortsTakenByOthers, "taken_by_others", "other programs hold the media ports that are left: give media.ports a range of its own"),
        (MediaOpenError.NoDescriptorFree, "no_descriptor", "no more files can be opened: raise the limit (ulimit -n, LimitNOFILE=)"),
        (MediaOpenError.AddressNotLocal, "address_not_local", "media.address is not one of this machine's"),
        (MediaOpenError.SystemFailure, "system", "the system gives no more sockets"),
    ];

    // Reserved for documentation (RFC 5737, RFC 3849), so nobody's: the route to them is the route to the world. Nothing is sent.
    private static readonly IPEndPoint Elsewhere = new(IPAddress.Parse("192.0.2.1"), 9);
    private static readonly IPEndPoint Elsewhere6 = new(IPAddress.Parse("2001:db8::1"), 9);

    /// <summary>Two legs with one stream each, of two sockets.</summary>
    private const int DescriptorsPerCall = 4;

    /// <summary>Left for signalling, the database, files and HTTP.</summary>
    private const int OtherDescriptors = 4096;

    private readonly MediaRelay _relay;
    private readonly AudioCache _sounds;
    private readonly ILogger _logger;
    private readonly LogBudget _budget;
    private readonly long[] _refused = new long[Refusals.Length];

    /// <summary>A relay that is not started.</summary>
    public MediaPlane(SwitchConfiguration configuration, SpeechFolder speech, TimeProvider clock, ILoggerFactory logs)
    {
        _logger = logs.CreateLogger("Media");
        _budget = new LogBudget(clock, RefusalLinesPerSecond);
        _relay = new MediaRelay(
            new MediaRelayOptions
            {
                Ports = new RelayPortsOptions { First = configuration.MediaPorts.First, Last = configuration.MediaPorts.Last },
                Workers = configuration.MediaWorkers,
            },
            clock,
            SystemRandomSource.Instance)
        {
            Unhandled = exception => _logger.LogError(exception, "Work on a media worker failed"),
            Refused = OnRefused,
        };
        _sounds = new AudioCache(new AudioCacheOptions(), clock);
        Prompts = new PromptFolders(new PromptLibrary(_sounds), configuration.Dialplans, configuration.Prompts, speech);
        var local = configuration.MediaAddress ?? OnlyAddressOf(configuration) ?? IPAddress.Any;
        Advertised = configuration.MediaAdvertised ?? (IsAny(local) ? AddressTowardTheWorld(local.AddressFamily) : local);
        Legs = new LegMediaFactory(_relay, NetAddress.From(local, 0), NetAddress.From(Advertised, 0), SystemRandomSource.Instance);
    }

    /// <summary>What callers are played.</summary>
    public ICallPrompts Prompts { get; }

    /// <summary>Makes the media of legs.</summary>
    public ILegMediaFactory Legs { get; }

    /// <summary>The address that phones are told.</summary>
    public IPAddress Advertised { get; }

    /// <summary>Starts the workers, with as many open sockets allowed as there are ports.</summary>
    public void Start()
    {
        var wanted = (_relay.Ports.Capacity * 2L) + OtherDescriptors;
        var allowed = DescriptorLimit.Raise(wanted);
        if (allowed < wanted)
            _logger.LogWarning(
                "At most {Allowed} open files: enough for {Calls} calls with media. Raise the limit (ulimit -n, LimitNOFILE=) to {Wanted}",
                allowed, Math.Max(0, (allowed - OtherDescriptors) / DescriptorsPerCall), wanted);
        _relay.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _relay.Dispose();
        _sounds.Dispose();
    }

    /// <inheritdoc/>
    public void Write(PrometheusWriter writer)
    {
        writer.Gauge("softswitch_media_streams", "Streams that are open.").Value(_relay.OpenStreams);
        writer.Gauge("softswitch_prompt_bytes", "Recordings that are kept in memory.").Value(_sounds.Bytes);
        writer.Gauge("softswitch_media_port_pairs", "Pairs of ports.")
            .Value(_relay.Ports.InUse, ("state", "in_use"))
            .Value(_relay.Ports.Capacity - _relay.Ports.InUse, ("state", "free"));
        writer.Counter("softswitch_media_refused_total", "Streams that could not be opened, by what was missing; their calls were refused with 503.");
        for (var i = 0; i < Refusals.Length; i++) writer.Value(Interlocked.Read(ref _refused[i]), ("reason", Refusals[i].Label));
    }

    private void OnRefused(MediaOpenError error)
    {
        var index = Array.FindIndex(Refusals, refusal => refusal.Error == error);
        Interlocked.Increment(ref _refused[index]);
        if (_budget.TryTake(out var suppressed)) LogRefused(_logger, Refusals[index].Advice, suppressed);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call gets no media, {Reason} ({Count} more the second before)")]
    private static partial void LogRefused(ILogger logger, string reason, int count);

    private static IPAddress? OnlyAddressOf(SwitchConfiguration configuration) =>
        configuration.Listen.Select(point => point.Address.ToIPAddress()).Distinct().ToList() is [var only] ? only : null;

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress AddressTowardTheWorld(AddressFamily family)
    {
        var isIPv6 = family == AddressFamily.InterNetworkV6;
        try
        {
            using var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(isIPv6 ? Elsewhere6 : Elsewhere);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            // No way out of this machine: then phones are on it.
            return isIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        }
    }
}
