using System.Diagnostics;
using System.Net;
using Softswitch.Net;
using Softswitch.Net.Bench;

// Processor time per datagram that is received and sent back, by the least code on a worker.
// usage: Softswitch.Net.Bench [seconds]
// The load comes from a second process (this program with "generate"), so that it is not counted.
const int Length = 172;
if (args is ["generate", var port, var rate, var time])
{
    Generator.Run(new IPEndPoint(IPAddress.Loopback, int.Parse(port)), int.Parse(rate), TimeSpan.FromSeconds(double.Parse(time)), Length);
    return;
}

var seconds = args.Length > 0 ? double.Parse(args[0]) : 3;
Console.WriteLine($"{"datagrams/s asked",-20}{"collect every",-16}{"echoed/s",10}{"us CPU each",14}{"turns/s",10}");
foreach (var asked in new[] { 0, 20_000, 5_000, 2_000, 500 })
{
    foreach (var every in new[] { 0, 0.5, 1, 2 })
    {
        using var worker = new EpollWorker(0, TimeProvider.System, new EpollWorkerOptions { CollectEvery = TimeSpan.FromMilliseconds(every) });
        worker.Start();
        using var socket = new UdpSocket(worker, NetAddress.From(IPAddress.Loopback, 0), new Echo());
        Generate(socket, asked, 0.5);
        var (cpu, echoed, turns, clock) = (Cpu(), socket.Sent, worker.Turns, Stopwatch.GetTimestamp());
        Generate(socket, asked, seconds);
        echoed = socket.Sent - echoed;
        var wall = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        Console.WriteLine(
            $"{(asked == 0 ? "as many as possible" : asked),-20}{every + " ms",-16}{echoed / wall,10:N0}{(Cpu() - cpu).TotalMicroseconds / echoed,14:N2}{(worker.Turns - turns) / wall,10:N0}");
    }
}

static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;

static void Generate(UdpSocket socket, int rate, double seconds)
{
    using var generator = Process.Start(Environment.ProcessPath!, [.. Self(), "generate", $"{socket.Local.Port}", $"{rate}", $"{seconds}"]);
    generator.WaitForExit();
}

static string[] Self() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Echo).Assembly.Location] : [];
