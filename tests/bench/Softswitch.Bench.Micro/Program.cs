using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Softswitch.Bench.Micro.Kernel.Accounts;
using Softswitch.Bench.Micro.Measuring;
using Softswitch.Bench.Micro.Media.Mixing;
using Softswitch.Bench.Micro.Media.Voice;
using Softswitch.Bench.Micro.Net.Udp;
using Softswitch.Bench.Micro.Sip.Transports;

// usage: Softswitch.Bench.Micro --filter <pattern>     pieces of code, measured by BenchmarkDotNet
//        Softswitch.Bench.Micro datagrams [seconds]    processor time per datagram of a worker under load from loopback
//        Softswitch.Bench.Micro dispatch [seconds]     processor time per SIP message, on one worker and handed over to another
//        Softswitch.Bench.Micro voice [seconds] [streams]  processor time per stream that a prompt is played to, beside the limit
//        Softswitch.Bench.Micro rooms [seconds] [rooms]    processor time per party of rooms of 20, beside the limit
//        Softswitch.Bench.Micro accounts [count]       time and memory of reading so many accounts, and of publishing one among them
switch (args)
{
    case ["accounts", ..]:
        await AccountsProgram.RunAsync(args.Length > 1 ? int.Parse(args[1]) : 10_000);
        break;
    case ["datagrams", ..]:
        DatagramProgram.Run(args[1..]);
        break;
    case ["dispatch", ..]:
        DispatchProgram.Run(args.Length > 1 ? double.Parse(args[1]) : 3);
        break;
    case ["voice", ..]:
        VoiceProgram.Run(args.Length > 1 ? double.Parse(args[1]) : 5, args.Length > 2 ? int.Parse(args[2]) : 400);
        break;
    case ["rooms", ..]:
        RoomProgram.Run(args.Length > 1 ? double.Parse(args[1]) : 5, args.Length > 2 ? int.Parse(args[2]) : 20);
        break;
    default:
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithClock(new ThreadClock()))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddExporter(MarkdownExporter.Console)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "softswitch-bench"));
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
        break;
}
