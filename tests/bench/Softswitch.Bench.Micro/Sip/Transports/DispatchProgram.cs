using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Softswitch.Bench.Micro.Measuring;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Bench.Micro.Sip.Transports;

/// <summary>
/// What a message costs from the socket to its parsed form and an answer back, on one worker and on two, where half of the
/// messages arrive at the wrong one and are handed over. Counts the processor time of the workers' threads only.
/// </summary>
internal static class DispatchProgram
{
    private const int Clients = 32;

    /// <summary>Runs each case for <paramref name="seconds"/>.</summary>
    public static void Run(double seconds)
    {
        Console.WriteLine($"{"workers",-9}{"messages/s",12}{"handed over",13}{"us CPU each",13}");
        foreach (var rate in new[] { 4_000, 20_000 })
        {
            foreach (var workers in new[] { 1, 2, 1, 2 }) Measure(workers, rate, seconds);
        }
    }

    private static void Measure(int count, int rate, double seconds)
    {
        using var workers = new WorkerGroup(count, TimeProvider.System);
        var options = new SipTransportOptions { Listen = [new ListenOptions(SipTransport.Udp, NetAddress.From(IPAddress.Loopback, 0))] };
        var layer = new SipTransportLayer(workers, options, TimeProvider.System);
        for (var i = 0; i < count; i++) layer.Attach(i, new Echo(layer.SenderOf(i)));
        layer.Start();
        workers.Start();
        var clients = Enumerable.Range(0, Clients).Select(_ => Connect(layer.Listening[0].Address)).ToArray();
        Load(clients, rate, 1);
        var (cpu, before, clock) = (Cpu(workers), layer.Statistics, Stopwatch.GetTimestamp());
        Load(clients, rate, seconds);
        var after = layer.Statistics;
        var messages = after.Received - before.Received;
        Console.WriteLine(
            $"{count,-9}{messages / Stopwatch.GetElapsedTime(clock).TotalSeconds,12:N0}{(after.HandedOver - before.HandedOver) / (double)messages,13:P0}" +
            $"{(Cpu(workers) - cpu).TotalMicroseconds / messages,13:N2}");
        layer.StopAsync().GetAwaiter().GetResult();
        foreach (var client in clients) client.Dispose();
    }

    private static Socket Connect(NetAddress server)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        client.Connect(server.ToIPEndPoint());
        return client;
    }

    private static void Load(Socket[] clients, int rate, double seconds)
    {
        var messages = Enumerable.Range(0, 997).Select(MessageOf).ToArray();
        var answer = new byte[2048];
        var began = Stopwatch.GetTimestamp();
        for (long sent = 0; Stopwatch.GetElapsedTime(began).TotalSeconds is var passed && passed < seconds;)
        {
            var client = clients[sent % Clients];
            while (client.Available > 0) client.Receive(answer);
            if (sent < passed * rate) client.Send(messages[sent++ % messages.Length]);
        }
    }

    private static byte[] MessageOf(int number) => Encoding.ASCII.GetBytes(
        "OPTIONS sip:bob@192.0.2.1 SIP/2.0\r\n" +
        $"Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK{number};rport\r\n" +
        "Max-Forwards: 70\r\n" +
        "From: \"Alice\" <sip:alice@example.org>;tag=1928301774\r\n" +
        "To: <sip:bob@example.org>\r\n" +
        $"Call-ID: {number}-a84b4c76e66710@192.0.2.4\r\n" +
        "CSeq: 314159 OPTIONS\r\n" +
        "Contact: <sip:alice@192.0.2.4>\r\n" +
        "User-Agent: Softswitch bench\r\n" +
        "Content-Length: 0\r\n\r\n");

    private static TimeSpan Cpu(WorkerGroup workers)
    {
        var total = TimeSpan.Zero;
        for (var i = 0; i < workers.Count; i++)
        {
            workers[i].RunAsync(() => total += ThreadClock.Used).GetAwaiter().GetResult();
        }

        return total;
    }

    private sealed class Echo(ISipSender sender) : ISipReceiver
    {
        public void OnMessage(SipMessage message, in SipPeer from) => sender.Send(from, message.Bytes);

        public void OnMalformed(SipMessage message, in SipParseError error, in SipPeer from) => throw new InvalidOperationException(error.Text);
    }
}
