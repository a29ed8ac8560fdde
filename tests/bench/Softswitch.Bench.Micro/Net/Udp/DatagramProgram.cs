using System.Diagnostics;
using System.Net;
using Softswitch.Net;

namespace Softswitch.Bench.Micro.Net.Udp;

/// <summary>
/// Processor time per datagram that is received and sent back, by the least code on a worker. The load comes from a second
/// process, this program again, so that it is not counted.
/// </summary>
internal static class DatagramProgram
{
    private const int Length = 172;

    public static void Run(string[] args)
    {
        if (args is ["generate", var port, var rate, var time])
            DatagramGenerator.Run(new IPEndPoint(IPAddress.Loopback, int.Parse(port)), int.Parse(rate), TimeSpan.FromSeconds(double.Parse(time)), Length);
        else
            Measure(args.Length > 0 ? double.Parse(args[0]) : 3);
    }

    private static void Measure(double seconds)
    {
        Console.WriteLine($"{"datagrams/s asked",-20}{"collect every",-16}{"echoed/s",10}{"us CPU each",14}{"turns/s",10}");
        foreach (var asked in new[] { 0, 20_000, 5_000, 2_000, 500 })
        {
            foreach (var every in new[] { 0, 0.5, 1, 2 }) Measure(asked, every, seconds);
        }
    }

    private static void Measure(int asked, double every, double seconds)
    {
        using var worker = new EpollWorker(0, TimeProvider.System, new EpollWorkerOptions { CollectEvery = TimeSpan.FromMilliseconds(every) });
        worker.Start();
        using var socket = new UdpSocket(worker, NetAddress.From(IPAddress.Loopback, 0), new DatagramEcho());
        Generate(socket, asked, 0.5);
        var (cpu, echoed, turns, clock) = (Environment.CpuUsage.TotalTime, socket.Sent, worker.Turns, Stopwatch.GetTimestamp());
        Generate(socket, asked, seconds);
        echoed = socket.Sent - echoed;
        var wall = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        Console.WriteLine(
            $"{(asked == 0 ? "as many as possible" : asked),-20}{every + " ms",-16}{echoed / wall,10:N0}" +
            $"{(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / echoed,14:N2}{(worker.Turns - turns) / wall,10:N0}");
    }

    private static void Generate(UdpSocket socket, int rate, double seconds)
    {
        using var generator = Process.Start(Environment.ProcessPath!, [.. Self(), "datagrams", "generate", $"{socket.Local.Port}", $"{rate}", $"{seconds}"]);
        generator.WaitForExit();
    }

    private static string[] Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(DatagramProgram).Assembly.Location] : [];
}
