using System.Net;
using System.Net.Sockets;
using Softswitch.Host.Configuration;
using Softswitch.Host.Metrics;
using Softswitch.Kernel.Calls;
using Softswitch.Media;
using Softswitch.Net;

namespace Softswitch.Host.Composition;

/// <summary>The relay of media, and what calls are given of it.</summary>
internal sealed class MediaPlane : IMetricSource, IDisposable
{
    // Reserved for documentation (RFC 5737), so nobody's: the route to it is the route to the world. Nothing is sent.
    private static readonly IPEndPoint Elsewhere = new(IPAddress.Parse("192.0.2.1"), 9);

    private readonly MediaRelay _relay;

    /// <summary>A relay that is not started.</summary>
    public MediaPlane(SwitchConfiguration configuration, TimeProvider clock, ILoggerFactory logs)
    {
        var logger = logs.CreateLogger("Media");
        _relay = new MediaRelay(
            new MediaRelayOptions
            {
                Ports = new RelayPortsOptions { First = configuration.MediaPorts.First, Last = configuration.MediaPorts.Last },
                Workers = configuration.MediaWorkers,
            },
            clock,
            SystemRandomSource.Instance)
        {
            Unhandled = exception => logger.LogError(exception, "Work on a media worker failed"),
        };
        Advertised = configuration.MediaAdvertised ?? (IsAny(configuration.MediaAddress) ? AddressTowardTheWorld() : configuration.MediaAddress);
        Legs = new LegMediaFactory(_relay, NetAddress.From(configuration.MediaAddress, 0), NetAddress.From(Advertised, 0), SystemRandomSource.Instance);
    }

    /// <summary>Makes the media of legs.</summary>
    public ILegMediaFactory Legs { get; }

    /// <summary>The address that phones are told.</summary>
    public IPAddress Advertised { get; }

    /// <summary>Starts the workers.</summary>
    public void Start() => _relay.Start();

    /// <inheritdoc/>
    public void Dispose() => _relay.Dispose();

    /// <inheritdoc/>
    public void Write(PrometheusWriter writer)
    {
        writer.Gauge("softswitch_media_streams", "Streams that are open.").Value(_relay.OpenStreams);
        writer.Gauge("softswitch_media_port_pairs", "Pairs of ports.")
            .Value(_relay.Ports.InUse, ("state", "in_use"))
            .Value(_relay.Ports.Capacity - _relay.Ports.InUse, ("state", "free"));
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress AddressTowardTheWorld()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(Elsewhere);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            // No way out of this machine: then phones are on it.
            return IPAddress.Loopback;
        }
    }
}
