using System.Globalization;
using System.Net;
using Softswitch.Bench.Measuring;
using Softswitch.Media;
using Softswitch.Net;

namespace Softswitch.Bench.Relay;

/// <summary>
/// Our relay in a process of its own: <c>relay-host PORT,PORT,...</c> opens a stream for each port of an end, connects
/// them in pairs, prints where they listen and relays until it is ended.
/// </summary>
internal static class RelayHost
{
    public const string Verb = "relay-host";

    public static int Run(string ends)
    {
        using var relay = new MediaRelay(new MediaRelayOptions(), TimeProvider.System, SystemRandomSource.Instance);
        relay.Unhandled = exception => Console.Error.WriteLine(exception);
        relay.Start();
        var local = NetAddress.From(IPAddress.Loopback, 0);
        MediaStream? first = null;
        var ports = new List<int>();
        foreach (var end in ends.Split(',').Select(port => int.Parse(port, CultureInfo.InvariantCulture)))
        {
            var error = relay.Open(local, (uint)(ports.Count / 2), MediaStreamOptions.Audio, out var stream);
            if (stream is null) throw new BenchException($"opening stream {ports.Count}: {error}");
            stream.SetRemote(local.WithPort((ushort)end));
            ports.Add(stream.Local.Port);
            if (first is null)
            {
                first = stream;
                continue;
            }

            stream.Connect(first);
            first = null;
        }

        Console.WriteLine("ports " + string.Join(',', ports));
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
