using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Traces;

namespace Softswitch.Sdk.Testing;

/// <summary>
/// A call whose people follow a script, on a clock that jumps: what takes an hour on the telephone takes a millisecond here, and the same script gives the same call. Begin with
/// <see cref="From"/>, say what happens, and run a step with it, or a whole dialplan (<see cref="TestDialplan.Dial"/>).
/// </summary>
/// <example><code>
/// var call = TestCall.From("+32475000001").In("acme").Presses("2580");
/// var outcome = await call.RunAsync&lt;VipGate&gt;(new VipGateOptions { Numbers = [] });
/// call.Heard("enter-pin").WasAnswered();
/// </code></example>
/// <remarks>What plugins remember (stores, money) lasts from one run of the object to the next. Not safe from several threads at a time.</remarks>
public sealed partial class TestCall
{
    private readonly TestDialplan? _dialplan;
    private readonly Dictionary<Type, object> _services = [];
    private readonly List<ExtensionInfo> _extensions = [];
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<string> _handled = [];
    private CallScript _script;
    private string _account;
    private SimulatedAccount? _state;
    private SimulationResult? _result;
    private ILogger? _logger;

    internal TestCall(TestDialplan? dialplan, string account, CallScript script)
    {
        _dialplan = dialplan;
        _account = account;
        _script = script;
    }

    /// <summary>The outcome of a step that the end of the call cut short, as <see cref="RunAsync{TStep}"/> gives it.</summary>
    public static Outcome Ended { get; } = new("(ended)");

    /// <summary>A call from somebody, who dials <c>100</c> in the account <c>test</c> unless something else is said.</summary>
    /// <param name="number">Their number; empty for somebody who withholds it.</param>
    /// <param name="name">Their display name, or null.</param>
    public static TestCall From(string number, string? name = null) =>
        new(null, "test", new CallScript { Dialled = "100", Caller = new CallParty(number, name) });

    /// <summary>Who calls, in the place of whoever it was.</summary>
    /// <param name="number">Their number; empty for somebody who withholds it.</param>
    /// <param name="name">Their display name, or null.</param>
    /// <param name="extension">Their extension of the account, or null for somebody outside.</param>
    public TestCall CalledBy(string number, string? name = null, string? extension = null) => With(_script with { Caller = new CallParty(number, name, extension) });

    /// <summary>The account.</summary>
    /// <exception cref="InvalidOperationException">The call is one of a dialplan, which has its account.</exception>
    public TestCall In(string account)
    {
        if (_dialplan is not null) throw new InvalidOperationException($"The dialplan is that of account '{_account}'.");
        _account = account;
        return this;
    }

    /// <summary>What is dialled. Default <c>100</c>.</summary>
    public TestCall Dials(string dialled) => With(_script with { Dialled = dialled });

    /// <summary>When the call comes in. Default Monday, 5 January 2026, 10:00 UTC.</summary>
    public TestCall At(DateTimeOffset time) => With(_script with { At = time });

    /// <summary>
    /// What the caller presses when they are asked for digits: the first time this is called for the first question, then for the second, and so on. Digits too many are kept for the next question.
    /// </summary>
    /// <param name="digits">0 to 64 of <c>0-9 * # A-D</c>; none for a caller who does nothing.</param>
    /// <param name="after">How long after the question began; default 1 s.</param>
    public TestCall Presses(string digits, TimeSpan? after = null) => With(_script with { Presses = _script.Presses.Add(new KeyPresses(digits, after)) });

    /// <summary>The caller hangs up so long after the call came in.</summary>
    public TestCall HangsUpAfter(TimeSpan time) => With(_script with { HangsUpAfter = time });

    /// <summary>What somebody does who is rung.</summary>
    /// <param name="target">Whom, as plans spell it: <c>ext:100</c>.</param>
    /// <param name="does">What they do: <see cref="Callee.Busy"/>.</param>
    public TestCall When(string target, Callee does) =>
        With(_script with { Callees = _script.Callees.ToImmutableDictionary(StringComparer.Ordinal).SetItem(target, does.Script) });

    /// <summary>What all others do who are rung. Default they answer after three seconds.</summary>
    public TestCall Otherwise(Callee does) => With(_script with { Others = does.Script });

    /// <summary>What is in the account's ledger when the call comes in.</summary>
    /// <param name="balance">In the account's currency.</param>
    public TestCall WithBalance(decimal balance) => With(_script with { Balance = balance });

    /// <summary>Somebody whom directory sources know, in the place of asking them.</summary>
    /// <param name="number">Their number.</param>
    /// <param name="name">Their name; empty for a number that nobody knows.</param>
    public TestCall WithPerson(string number, string name) =>
        With(_script with { Directory = _script.Directory.ToImmutableDictionary(StringComparer.Ordinal).SetItem(number, name) });

    /// <summary>A header field of the INVITE.</summary>
    public TestCall WithHeader(string name, string value) =>
        With(_script with { Headers = _script.Headers.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase).SetItem(name, value) });

    /// <summary>A variable that the plan declares, with its value when the call comes in. Only for a step that is run by itself.</summary>
    public TestCall WithVariable(string name, string value = "")
    {
        _variables[name] = value;
        return this;
    }

    /// <summary>An extension of the account.</summary>
    /// <param name="number">Its number, 1 to 15 digits.</param>
    /// <param name="name">Its display name, or null.</param>
    public TestCall WithExtension(string number, string? name = null)
    {
        _extensions.Add(new ExtensionInfo(number, name));
        return this;
    }

    /// <summary>A service that the plugin may ask for, in the place of the one in memory or where there is none.</summary>
    public TestCall WithService<TService>(TService service)
        where TService : class
    {
        _services[typeof(TService)] = service;
        return this;
    }

    /// <summary>Where the plugin logs to. Default nowhere.</summary>
    public TestCall WithLogger(ILogger logger)
    {
        _logger = logger;
        return this;
    }

    /// <summary>Outcomes that the plan maps, which a step can ask for (<see cref="StepInfo.Handles"/>). Only for a step that is run by itself.</summary>
    public TestCall Handling(params string[] outcomes)
    {
        _handled.AddRange(outcomes);
        return this;
    }

    /// <summary>What the account's plugins remember and were charged; there after the first run.</summary>
    /// <exception cref="InvalidOperationException">The call was not run.</exception>
    public TestAccount Account => new(_state ?? throw NotRun());

    /// <summary>What happened, one line each: <c>0:02.000 caller hears welcome</c>.</summary>
    /// <exception cref="InvalidOperationException">The call was not run.</exception>
    public IReadOnlyList<string> Transcript => [.. Result.Events.Select(happened => happened.ToString())];

    /// <summary>The call's way through the plan with the reasons that steps gave, one line each.</summary>
    /// <exception cref="InvalidOperationException">The call was not run.</exception>
    public string Trace => TraceText.Of(TraceJson.Text(Result.Trace));

    /// <summary>The call's record.</summary>
    /// <exception cref="InvalidOperationException">The call was not run.</exception>
    public CallSummary Record => Result.Record;

    /// <summary>What the caller was told: 200 where the call was answered, 302 where it was redirected, 487 where the caller gave up first, else the status of the refusal.</summary>
    /// <exception cref="InvalidOperationException">The call was not run.</exception>
    public int Status => Result.Status;

    /// <summary>The flows of the dialplan that the call went through, in order.</summary>
    /// <exception cref="InvalidOperationException">The call was not run.</exception>
    public IReadOnlyList<string> Path => [.. Result.Flows];

    /// <summary>What went wrong in steps, one line each: <c>FormatException: no number</c>.</summary>
    /// <exception cref="InvalidOperationException">The call was not run.</exception>
    public IReadOnlyList<string> Failures => [.. Result.Failures.Select(failure => failure.Text)];

    /// <summary>Reasons that steps gave (<see cref="ICall.Explain"/>), in order.</summary>
    /// <exception cref="InvalidOperationException">The call was not run.</exception>
    public IReadOnlyList<string> Reasons => [.. Result.Trace.Entries.SelectMany(entry => entry.Why).Select(TraceJson.Reason)];

    /// <summary>Value of a variable at the end, or null.</summary>
    /// <exception cref="InvalidOperationException">The call was not run.</exception>
    public string? Variable(string name) => Result.Variables.GetValueOrDefault(name);

    internal SimulationResult Result => _result ?? throw NotRun();

    internal CallScript Script => _script;

    private static InvalidOperationException NotRun() => new("The call was not run; await RunAsync first.");

    private TestCall With(CallScript script)
    {
        _script = script;
        return this;
    }
}
