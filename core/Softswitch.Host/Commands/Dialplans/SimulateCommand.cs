using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Testing;
using Softswitch.Dialplan.Traces;
using Softswitch.Host.Configuration;
using Softswitch.Kernel.Accounts.Testing;

namespace Softswitch.Host.Commands.Dialplans;

/// <summary><c>softswitch simulate</c>: what happens if A calls B on date T with balance X.</summary>
internal sealed class SimulateCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Argument<string> _account = new("account") { Description = "The account." };
    private readonly Argument<string> _dialled = new("dialled") { Description = "What is dialled." };
    private readonly Option<string?> _from = new("--from") { Description = "Who calls: a number, or an extension of the account. Default +50670000001." };
    private readonly Option<string?> _at = new("--at") { Description = "When: \"2026-12-25 10:00\". Default 2026-01-05 10:00." };
    private readonly Option<string?> _zone = new("--zone") { Description = "Time zone of --at. Default UTC." };
    private readonly Option<string[]> _presses = new("--presses") { Description = "What the caller presses when asked; once for each question." };
    private readonly Option<string?> _hangsUp = new("--hangs-up-after") { Description = "The caller hangs up so long after the call came in: 30s." };
    private readonly Option<string[]> _callee = new("--callee") { Description = "What somebody does who is rung: ext:100=busy, \"ext:101={ answers: 5s, talks-for: 1m }\". May be repeated." };
    private readonly Option<string?> _others = new("--others") { Description = "What all others do who are rung. Default answers." };
    private readonly Option<string?> _balance = new("--balance") { Description = "What is in the account's ledger." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON." };

    /// <summary>The command.</summary>
    public static Command Create(Action<Command> addSettings, Func<ParseResult, ConfigurationSources> sources)
    {
        var self = new SimulateCommand();
        var command = new Command("simulate", "Runs a call through an account's dialplan without phones and says what happens, and why not something else.")
        {
            self._account, self._dialled, self._from, self._at, self._zone, self._presses, self._hangsUp, self._callee, self._others, self._balance, self._json,
        };
        addSettings(command);
        command.SetAction((parsed, cancellation) => self.RunAsync(parsed, sources(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, ConfigurationSources sources, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        if (await CommandConfiguration.LoadAsync(sources, errors) is not { } configuration) return ExitCodes.Findings;
        if (await OfflineDialplans.OpenAsync(configuration, configuration.Dialplans, errors, cancellation) is not { } dialplans) return ExitCodes.Findings;
        await using (dialplans)
        {
            if (dialplans.Find(parsed.GetValue(_account)!, errors) is not { } account) return ExitCodes.Findings;
            var (script, wrong) = TestFileReader.ReadCall(new SourceFile("command line", Script(parsed)), account.Plan);
            foreach (var finding in wrong) await errors.WriteLineAsync(finding.ToString());
            if (script is null) return ExitCodes.Findings;
            try
            {
                using var thread = new SimulationThread(dialplans.Simulator.Left, TimeProvider.System);
                var result = thread.Run(account.Id, Limit, progress => dialplans.Simulator.Run(account.Plan, script, AccountTests.New(account), progress));
                await output.WriteAsync(parsed.GetValue(_json) ? Json(result) + "\n" : Text(result));
                return ExitCodes.Success;
            }
            catch (SimulationException e)
            {
                await errors.WriteLineAsync("softswitch: " + e.Message);
                return ExitCodes.Failure;
            }
        }
    }

    /// <summary>The call in the words of a test.</summary>
    private string Script(ParseResult parsed)
    {
        var text = new StringBuilder().Append("dials: ").Append(Quoted(parsed.GetValue(_dialled)!)).Append('\n');
        void Add(string key, Option<string?> option, bool isQuoted = true)
        {
            if (parsed.GetValue(option) is { } value) text.Append(key).Append(": ").Append(isQuoted ? Quoted(value) : value).Append('\n');
        }

        Add("caller", _from);
        Add("at", _at);
        Add("zone", _zone);
        Add("hangs-up-after", _hangsUp);
        Add("balance", _balance);
        Add("others", _others, isQuoted: false);
        if (parsed.GetValue(_presses) is { Length: > 0 } presses) text.Append("presses: [").AppendJoin(", ", presses.Select(Quoted)).Append("]\n");
        if (parsed.GetValue(_callee) is not { Length: > 0 } callees) return text.ToString();
        text.Append("callees:\n");
        foreach (var callee in callees)
        {
            var at = callee.IndexOf('=', StringComparison.Ordinal);
            text.Append("  ").Append(Quoted(at < 0 ? callee : callee[..at])).Append(": ").Append(at < 0 ? "" : callee[(at + 1)..]).Append('\n');
        }

        return text.ToString();
    }

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static string Text(SimulationResult result)
    {
        var text = new StringBuilder();
        foreach (var happened in result.Events) text.Append(happened).Append('\n');
        text.Append('\n').Append(TraceText.Of(TraceJson.Text(result.Trace)));
        text.Append(CultureInfo.InvariantCulture, $"\nrecord: status {result.Status}, answered by {result.Record.AnsweredBy?.Number ?? "nobody"}, {result.Record.Duration.TotalSeconds:0.###} s");
        text.Append(result.IsEndedByCaller ? ", the caller hung up\n" : "\n");
        foreach (var (amount, what) in result.Charges) text.Append(CultureInfo.InvariantCulture, $"charge: {amount:0.00##} {what}\n");
        var untaken = UntakenBranch.Of(result.Trace).ToList();
        if (untaken.Count > 0) text.Append("\nnot taken:\n");
        foreach (var branch in untaken) text.Append("  ").Append(branch).Append('\n');
        return text.ToString();
    }

    private static string Json(SimulationResult result)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("status", result.Status);
            writer.WriteString("answered-by", result.Record.AnsweredBy?.Number);
            writer.WriteNumber("duration", result.Record.Duration.TotalSeconds);
            writer.WriteBoolean("ended-by-caller", result.IsEndedByCaller);
            writer.WriteNumber("charge", result.Charges.Sum(charge => charge.Amount));
            writer.WriteStartArray("events");
            foreach (var happened in result.Events) writer.WriteStringValue(happened.ToString());
            writer.WriteEndArray();
            writer.WritePropertyName("trace");
            TraceJson.Write(result.Trace, writer);
            writer.WriteStartArray("not-taken");
            foreach (var branch in UntakenBranch.Of(result.Trace)) writer.WriteStringValue(branch.ToString());
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
