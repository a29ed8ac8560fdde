using Microsoft.CodeAnalysis;
using Softswitch.Sdk.Generators.Diagnostics;

namespace Softswitch.Sdk.Generators.Analyzers;

/// <summary>Members of the framework that a plugin does not use, each with the rule that says why, and sometimes with a condition.</summary>
internal static class BannedMembers
{
    private const string Constructor = ".ctor";
    private const string Any = "*";
    private const string Tasks = "System.Threading.Tasks.";
    private const string Awaiters = "System.Runtime.CompilerServices.";

    private static readonly (string Type, string Member, DiagnosticDescriptor Rule, Func<IMethodSymbol, bool>? Condition)[] Table =
    [
        ("System.Threading.Thread", Constructor, IsolationRules.Thread, null),
        ("System.Threading.Timer", Constructor, IsolationRules.Timer, null),
        ("System.Timers.Timer", Constructor, IsolationRules.Timer, null),
        ("System.Environment", "Exit", IsolationRules.Exit, null),
        ("System.Environment", "FailFast", IsolationRules.Exit, null),
        ("System.Diagnostics.Process", "Kill", IsolationRules.Exit, null),
        ("System.GC", "Collect", IsolationRules.Collect, null),
        ("System.GC", "WaitForPendingFinalizers", IsolationRules.Collect, null),
        (Tasks + "Task", "Run", IsolationRules.Detached, HasNoToken),
        (Tasks + "TaskFactory", "StartNew", IsolationRules.Detached, HasNoToken),
        ("System.Threading.ThreadPool", "QueueUserWorkItem", IsolationRules.Detached, null),
        ("System.Threading.ThreadPool", "UnsafeQueueUserWorkItem", IsolationRules.Detached, null),

        (Tasks + "Task", "Result", IsolationRules.Blocking, null),
        (Tasks + "ValueTask", "Result", IsolationRules.Blocking, null),
        (Tasks + "Task", "Wait", IsolationRules.Blocking, null),
        (Tasks + "Task", "WaitAll", IsolationRules.Blocking, null),
        (Tasks + "Task", "WaitAny", IsolationRules.Blocking, null),
        (Awaiters + "TaskAwaiter", "GetResult", IsolationRules.Blocking, null),
        (Awaiters + "ValueTaskAwaiter", "GetResult", IsolationRules.Blocking, null),
        (Awaiters + "ConfiguredTaskAwaitable.ConfiguredTaskAwaiter", "GetResult", IsolationRules.Blocking, null),
        (Awaiters + "ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter", "GetResult", IsolationRules.Blocking, null),
        ("System.Threading.SemaphoreSlim", "Wait", IsolationRules.Blocking, null),
        ("System.Threading.ManualResetEventSlim", "Wait", IsolationRules.Blocking, null),
        ("System.Threading.WaitHandle", "WaitOne", IsolationRules.Blocking, null),
        ("System.Threading.Thread", "Join", IsolationRules.Blocking, null),
        ("System.Threading.Thread", "Sleep", IsolationRules.Sleep, null),

        ("System.DateTime", "Now", IsolationRules.Clock, null),
        ("System.DateTime", "UtcNow", IsolationRules.Clock, null),
        ("System.DateTime", "Today", IsolationRules.Clock, null),
        ("System.DateTimeOffset", "Now", IsolationRules.Clock, null),
        ("System.DateTimeOffset", "UtcNow", IsolationRules.Clock, null),
        ("System.TimeProvider", "System", IsolationRules.Clock, null),
        ("System.TimeZoneInfo", "Local", IsolationRules.Clock, null),
        ("System.Environment", "TickCount", IsolationRules.Clock, null),
        ("System.Environment", "TickCount64", IsolationRules.Clock, null),
        ("System.Diagnostics.Stopwatch", Constructor, IsolationRules.Clock, null),
        ("System.Diagnostics.Stopwatch", "StartNew", IsolationRules.Clock, null),
        ("System.Diagnostics.Stopwatch", "GetTimestamp", IsolationRules.Clock, null),

        ("System.Random", "Shared", IsolationRules.Chance, null),
        ("System.Random", Constructor, IsolationRules.Chance, constructor => constructor.Parameters.IsEmpty),
        ("System.Guid", "NewGuid", IsolationRules.Chance, null),
        ("System.Guid", "CreateVersion7", IsolationRules.Chance, null),

        (Tasks + "Task", "Delay", IsolationRules.Delay, HasNoClock),
        (Tasks + "Task", "WaitAsync", IsolationRules.Delay, WaitsWithoutClock),
        ("System.Threading.CancellationTokenSource", Constructor, IsolationRules.Delay, WaitsWithoutClock),
        ("System.Threading.PeriodicTimer", Constructor, IsolationRules.Delay, HasNoClock),
        ("System.Console", Any, IsolationRules.Console, null),

        ("System.ComponentModel.DataAnnotations.Validator", Any, IsolationRules.Validator, null),
    ];

    private static readonly ILookup<string, (string Member, DiagnosticDescriptor Rule, Func<IMethodSymbol, bool>? Condition)> ByType =
        Table.ToLookup(row => row.Type, row => (row.Member, row.Rule, row.Condition), StringComparer.Ordinal);

    private static readonly SymbolDisplayFormat WithoutArguments = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>The rules of the table.</summary>
    public static IEnumerable<DiagnosticDescriptor> Rules => Table.Select(row => row.Rule).Distinct();

    /// <summary>The rule that a use of a member breaks, or null.</summary>
    public static DiagnosticDescriptor? Find(ISymbol member)
    {
        if (member.ContainingType is not { } type || type.ContainingNamespace is not { IsGlobalNamespace: false }) return null;
        foreach (var (name, rule, condition) in ByType[type.OriginalDefinition.ToDisplayString(WithoutArguments)])
        {
            if ((name == Any || name == member.Name) && (condition is null || (member is IMethodSymbol method && condition(method)))) return rule;
        }

        return null;
    }

    private static bool HasNoToken(IMethodSymbol method) => !Takes(method, "CancellationToken");

    private static bool HasNoClock(IMethodSymbol method) => !Takes(method, "TimeProvider");

    private static bool WaitsWithoutClock(IMethodSymbol method) => HasNoClock(method) && (Takes(method, "TimeSpan") || Takes(method, "Int32"));

    private static bool Takes(IMethodSymbol method, string type) => method.Parameters.Any(parameter => parameter.Type.Name == type);
}
