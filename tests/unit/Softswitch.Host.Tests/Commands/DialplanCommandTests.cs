using System.CommandLine;
using System.Text.Json;
using Softswitch.Host.Commands;

namespace Softswitch.Host.Tests.Commands;

public sealed class DialplanCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dialplans").FullName;

    public DialplanCommandTests()
    {
        Write("acme.yaml", """
            dialplan: 1
            account: acme
            domains: [acme.example]
            extensions: { "100": { name: Ann, secret: s1 }, "101": { secret: s2 } }
            numbers: { "+3225550100": office }
            flows:
              office:
                - bridge: { to: "ext:100", ring-for: 20s }
                  then: { answered: end, busy: next, default: end }
                - bridge: { to: "ext:101" }
            """);
        Write("acme.test.yaml", """
            test: 1
            account: acme
            tests:
              green: { dials: "+3225550100", expect: { answered-by: ext:100 } }
              red: { dials: "+3225550100", others: busy, expect: { status: 200 } }
            """);
    }

    [Fact]
    public async Task Simulate_says_what_happens_and_why_not_something_else()
    {
        var (code, text, _) = await RunAsync("simulate", "acme", "+3225550100", "--from", "+32475000001", "--callee", "ext:100=busy", "--callee", "ext:101={ answers: 5s, talks-for: 1m }");

        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("0:05.000 answers ext:101", text, StringComparison.Ordinal);
        Assert.Contains("record: status 200, answered by 101, 60 s", text, StringComparison.Ordinal);
        Assert.Contains("bridge, answered → end: the outcome was busy (486: busy)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_speaks_json_too_and_its_trace_can_be_explained()
    {
        var (_, text, _) = await RunAsync("simulate", "acme", "100", "--others", "no-answer", "--json");

        using var json = JsonDocument.Parse(text);
        Assert.Equal(480, json.RootElement.GetProperty("status").GetInt32());
        Write("trace.json", json.RootElement.GetProperty("trace").GetRawText());
        var (code, explained, _) = await RunAsync("explain", Path.Combine(_folder, "trace.json"));
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("bridge { to: ext:100 } = no-answer → end", explained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown account 'amce'; did you mean 'acme'?", "simulate", "amce", "100")]
    [InlineData("command line:2:9 SSW2106 others is 'bussy'; did you mean 'busy'?", "simulate", "acme", "100", "--others", "bussy")]
    public async Task What_is_wrong_with_a_simulation_is_said(string expected, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);

        Assert.Equal(ExitCodes.Findings, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_runs_what_stands_beside_the_plans()
    {
        var (code, text, _) = await RunAsync("test", _folder);
        Assert.Equal(ExitCodes.RedTests, code);
        Assert.Contains("acme.test.yaml:5:3 FAILED red", text, StringComparison.Ordinal);
        Assert.Contains("status: expected 200, but it was 486", text, StringComparison.Ordinal);
        Assert.EndsWith("2 test(s), 1 passed, 1 failed\n", text, StringComparison.Ordinal);

        (code, text, _) = await RunAsync("test", _folder, "--filter", "GREEN", "--format", "junit");
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("tests=\"1\" failures=\"0\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_tests_with_mistakes_is_findings()
    {
        Write("acme.test.yaml", "test: 1\naccount: acme\ntests: { a: { dials: 1, expect: { path: [offcie] } } }");

        var (code, _, errors) = await RunAsync("test", _folder);

        Assert.Equal(ExitCodes.Findings, code);
        Assert.Contains("SSW2203 unknown flow 'offcie'; did you mean 'office'?", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_has_the_steps_of_plugins_and_what_the_account_has()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "acme/prompts"));
        Write("acme/prompts/welcome.wav", "");
        Write("acme/own.ics", "");

        var (code, text, _) = await RunAsync("schema", "acme");

        Assert.Equal(ExitCodes.Success, code);
        using var json = JsonDocument.Parse(text);
        var definitions = json.RootElement.GetProperty("$defs");
        Assert.Contains(definitions.GetProperty("step").GetProperty("anyOf").EnumerateArray(), step => step.GetProperty("properties").TryGetProperty("time-of-day", out _));
        Assert.Equal("^1", json.RootElement.GetProperty("properties").GetProperty("uses").GetProperty("properties").GetProperty("time-of-day").GetProperty("default").GetString());
        Assert.Equal(["office"], Words(definitions.GetProperty("flow")));
        Assert.Equal(["100", "101"], Words(definitions.GetProperty("extension")));
        Assert.Equal(["+3225550100"], Words(definitions.GetProperty("number")));
        Assert.Contains("welcome", Words(definitions.GetProperty("prompt").GetProperty("anyOf")[0]));
        Assert.Equal(["own.ics"], Words(definitions.GetProperty("file").GetProperty("anyOf")[0]));

        static IEnumerable<string> Words(JsonElement schema) => schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);
    }

    [Fact]
    public async Task A_calendar_beside_the_plan_is_read_by_its_step_and_one_that_is_not_there_is_a_finding()
    {
        const string plan = """
            dialplan: 1
            account: globex
            domains: [globex.example]
            uses: { time-of-day: ^1 }
            numbers: { "1": office }
            flows:
              office:
                - time-of-day: { zone: UTC, open: { mon-fri: "08:00-17:00" }, calendars: own.ics }
                  then: { open: end, closed: end, holiday: next }
                - reject: { status: 486 }
            """;
        Write("globex.yaml", plan);
        Directory.CreateDirectory(Path.Combine(_folder, "globex"));
        Write("globex/own.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260105\r\nSUMMARY:Stocktaking\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");

        var (_, text, _) = await RunAsync("simulate", "globex", "1");
        Assert.Contains("Stocktaking", text, StringComparison.Ordinal);
        Assert.Contains("record: status 486", text, StringComparison.Ordinal);

        Write("globex.yaml", plan.Replace("own.ics", "owm.ics", StringComparison.Ordinal));
        var (code, _, errors) = await RunAsync("simulate", "globex", "1");
        Assert.Equal(ExitCodes.Findings, code);
        Assert.Contains("globex.yaml:8:78 SSW2214 there is no file 'owm.ics' beside the plan; did you mean 'own.ics'?", errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        string[] settings = arguments[0] == "explain" ? [] : ["--dialplans", _folder, "--data", Path.Combine(_folder, ".data"), "--set", "plugins=" + Path.Combine(AppContext.BaseDirectory, "samples")];
        var code = await SwitchCommands.Create().Parse([.. arguments, .. settings]).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
