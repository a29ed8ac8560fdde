using Microsoft.CodeAnalysis;

namespace Softswitch.Sdk.Generators.Diagnostics;

/// <summary>Rules of what a plugin does to the process it is a guest in. Errors are what ends that process or keeps a plugin in memory for ever.</summary>
internal static class IsolationRules
{
    private const string Process = "Process";
    private const string Determinism = "Determinism";
    private const string Unloading = "Unloading";

    public static readonly DiagnosticDescriptor AsyncVoid = Rule.Error("SSW1101", Process, "A method is async void",
        "An exception in '{0}', which is async void, ends the switch with all its calls; return Task or ValueTask and await it");

    public static readonly DiagnosticDescriptor Thread = Rule.Error("SSW1102", Process, "A plugin makes a thread",
        "An exception on a thread of its own ends the switch, and a running one keeps the plugin in memory; use call.RunAlongside within a step, or IBackgroundTask");

    public static readonly DiagnosticDescriptor Timer = Rule.Error("SSW1103", Process, "A plugin makes a timer",
        "{0} runs on after the call and the plugin, and an exception in it ends the switch; ask for ITimers and await DelayAsync, or write an IBackgroundTask");

    public static readonly DiagnosticDescriptor Exit = Rule.Error("SSW1104", Process, "A plugin ends the process",
        "{0} ends the switch with the calls of all accounts; throw an exception, which ends the step alone");

    public static readonly DiagnosticDescriptor Detached = Rule.Warning("SSW1105", Process, "Work is started that nothing ends",
        "{0} without the step's token goes on when the call is over, and nobody sees it fail; use call.RunAlongside, or pass the token on and await it");

    public static readonly DiagnosticDescriptor Collect = Rule.Error("SSW1106", Process, "A plugin collects garbage",
        "{0} stops every call for as long as it takes; the runtime knows when to collect");

    public static readonly DiagnosticDescriptor Blocking = Rule.Warning("SSW1107", Process, "A thread is blocked",
        "{0} blocks a thread that other calls wait for; await instead");

    public static readonly DiagnosticDescriptor Sleep = Rule.Warning("SSW1108", Process, "A thread sleeps",
        "{0} blocks a thread that other calls wait for, by a clock that no test moves; ask for ITimers and await DelayAsync");

    public static readonly DiagnosticDescriptor Clock = Rule.Warning("SSW1201", Determinism, "The time is not that of the call",
        "{0} is not the time that a simulation, test or replay stands at; use call.Clock, or ask for TimeProvider");

    public static readonly DiagnosticDescriptor Chance = Rule.Warning("SSW1202", Determinism, "Chance is not that of the call",
        "{0} is another one each time, also where a call is simulated again; ask for Random, or use call.Id");

    public static readonly DiagnosticDescriptor Delay = Rule.Warning("SSW1203", Determinism, "A wait is by the wrong clock",
        "{0} waits by a clock that no simulation or test moves; ask for ITimers and await DelayAsync, or pass call.Clock");

    public static readonly DiagnosticDescriptor Console = Rule.Warning("SSW1204", Determinism, "A plugin writes to the console",
        "{0} belongs to the switch and has nobody to read it; ask for ILogger, or use call.Explain for the call's trace");

    public static readonly DiagnosticDescriptor StaticState = Rule.Warning("SSW1301", Unloading, "State is shared by all accounts",
        "{0} is shared by the calls of all accounts and lost with the plugin's version; keep it in IKeyValueStore, in a field of the step, or make it {1}");

    public static readonly DiagnosticDescriptor Json = Rule.Error("SSW1302", Unloading, "JSON is read or written by reflection",
        "{0} of '{1}' by reflection keeps this version of the plugin in memory for ever; pass the type's JsonTypeInfo of a JsonSerializerContext");

    public static readonly DiagnosticDescriptor Validator = Rule.Error("SSW1303", Unloading, "Validation by reflection",
        "{0} keeps this version of the plugin in memory for ever; options are checked before a step sees them, so check other things in code");

    public static readonly DiagnosticDescriptor LinkedSource = Rule.Warning("SSW1304", Unloading, "A linked token source is not disposed of",
        "A linked CancellationTokenSource stays in the token it is linked to until it is disposed of, and keeps the plugin with it; write 'using var'");

    public static readonly DiagnosticDescriptor HostEvent = Rule.Error("SSW1305", Unloading, "An event of the process is subscribed to",
        "The handler of {0} keeps this version of the plugin in memory as long as the process lives; implement IEventHandler for what happens in the switch");
}
