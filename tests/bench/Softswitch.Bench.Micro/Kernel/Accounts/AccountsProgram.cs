using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Checking;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Bench.Micro.Kernel.Accounts;

/// <summary>Many accounts of twenty extensions and eight flows each, below a layer of star codes: how long they take to read, what memory they take, how long publishing one takes.</summary>
internal static class AccountsProgram
{
    public static async Task RunAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("softswitch-bench-accounts-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "_platform"));
            await File.WriteAllTextAsync(Path.Combine(folder, "_platform", "codes.yaml"), Layer());
            for (var i = 0; i < count; i++) await File.WriteAllTextAsync(Path.Combine(folder, $"a{i}.yaml"), Account(i, "0"));
            await MeasureAsync(folder, count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, int count)
    {
        var store = new MemoryDialplanStore(TimeProvider.System);
        var options = new AccountCatalogueOptions { Folder = folder, Language = AccountLanguage.KernelOnly };
        var empty = Memory();
        var processor = Processor();
        using (var first = new AccountCatalogue(options, store, NullLogger.Instance))
        {
            var begun = Stopwatch.GetTimestamp();
            var load = await first.LoadAsync();
            Report($"{count} accounts: checked and in force", begun, processor);
            if (load.Findings.Count > 0) throw new InvalidOperationException(load.Findings[0].ToString());
            Console.WriteLine($"  memory, with {Math.Min(count, options.Capacity)} of them ready for calls: {(Memory() - empty) / 1_000_000} MB");
        }

        using var catalogue = new AccountCatalogue(options, store, NullLogger.Instance);
        var start = Stopwatch.GetTimestamp();
        processor = Processor();
        await catalogue.LoadAsync();
        Report("the next start, where nothing has changed", start, processor);
        for (var i = 0; i < 3; i++)
        {
            var published = Stopwatch.GetTimestamp();
            processor = Processor();
            if ((await catalogue.PublishAsync(new PlanContents([new SourceFile("a.yaml", Account(count / 2, $"{i + 1}"))], []), "publish", default)).Findings.Count > 0) throw new InvalidOperationException("refused");
            Report("one account published", published, processor);
        }

        var use = Stopwatch.GetTimestamp();
        processor = Processor();
        for (var i = 0; i < count; i++)
        {
            if (catalogue.Find($"a{i}") is null) throw new InvalidOperationException($"a{i} is gone");
        }

        var elapsed = Stopwatch.GetElapsedTime(use);
        Report($"every account used once, {elapsed.TotalMicroseconds / count:F0} µs each", use, processor);
        Console.WriteLine($"  memory then: {(Memory() - empty) / 1_000_000} MB");
    }

    private static void Report(string what, long begun, TimeSpan processor) =>
        Console.WriteLine($"{what}: {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms, processor {(Processor() - processor).TotalMilliseconds:F0} ms");

    private static TimeSpan Processor() => Environment.CpuUsage.TotalTime;

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static string Account(int index, string edition)
    {
        var text = new StringBuilder($"dialplan: 1\naccount: a{index}\ndomains: [a{index}.test]\nvariables: {{ choice: text }}\nextensions:\n");
        for (var i = 100; i < 120; i++) text.AppendLine($"  \"{i}\": {{ name: Phone {i}, secret: secret-{index}-{i}-{edition} }}");
        text.AppendLine($"numbers: {{ \"+5064{index:D7}\": office, \"+5065{index:D7}\": menu }}\non-error: night\nflows:");
        text.AppendLine("  office:\n    - bridge: { to: ext:100, ring-for: 20s }\n      then: { answered: end, busy: menu, no-answer: menu, unreachable: menu }");
        text.AppendLine("  menu:\n    - collect: { into: choice, prompt: welcome, timeout: 5s }\n      then: { collected: sales, timeout: { goto: menu, at-most: 2, else: night }, too-few: night }");
        text.AppendLine("  sales:\n    - bridge: { to: [ext:101, ext:102, ext:103], order: sequence, ring-for: 15s }\n      then: { answered: end, failed: support }");
        text.AppendLine("  support:\n    - bridge: { to: [ext:104, ext:105] }\n      then: { busy: back-office, no-answer: back-office }");
        text.AppendLine("  back-office:\n    - bridge: { to: ext:106 }\n      then: { busy: next, no-answer: next }\n    - bridge: { to: ext:107 }\n      then: { busy: warehouse, no-answer: warehouse }");
        text.AppendLine("  warehouse:\n    - bridge: { to: \"sip:guard@192.0.2.9\" }\n      then: { unreachable: night }");
        text.AppendLine("  night:\n    - play: { prompt: closed }\n    - goto: { flow: farewell }\n  farewell:\n    - hang-up: {}");
        return text.ToString();
    }

    private static string Layer()
    {
        var text = new StringBuilder("dialplan: 1\nlayer: platform\nvariables: { forward-to: text }\ncodes:\n");
        for (var i = 10; i < 40; i++) text.AppendLine($"  \"*{i}{{number}}\": forward");
        return text.Append("flows:\n  forward:\n    - set: { variable: forward-to, to: \"{number}\" }\n    - hang-up: {}\n").ToString();
    }
}
