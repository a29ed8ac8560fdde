using Microsoft.CodeAnalysis;

namespace Softswitch.Sdk.Generators.Diagnostics;

/// <summary>Rules of what the manifest is made from: steps, their options, the other extension points.</summary>
internal static class ContractRules
{
    private const string Steps = "Steps";
    private const string Services = "Services";
    private const string Options = "Options";
    private const string Extensions = "Extensions";

    public static readonly DiagnosticDescriptor StepName = Rule.Error("SSW1001", Steps, "A step's name is not spelt as plans spell names",
        "'{0}' is no name for a step; write lower-case words joined by hyphens: '{1}'");

    public static readonly DiagnosticDescriptor OutcomeName = Rule.Error("SSW1002", Steps, "An outcome is not spelt as plans spell outcomes",
        "'{0}' is no outcome to declare; {1}");

    public static readonly DiagnosticDescriptor DuplicateName = Rule.Error("SSW1003", Steps, "Two of the same kind have one name",
        "The {0} '{1}' is declared by {2} too; give one of them another name", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NotAStep = Rule.Error("SSW1004", Steps, "[Step] stands on a class that cannot be one",
        "{0} cannot be a step; {1}");

    public static readonly DiagnosticDescriptor StepSetting = Rule.Error("SSW1005", Steps, "A setting of [Step] cannot be met",
        "{0} of the step '{1}' is not right; {2}");

    public static readonly DiagnosticDescriptor StepWithoutAttribute = Rule.Warning("SSW1006", Steps, "A call step that no plan can name",
        "{0} derives from CallStep but no plan can name it; put [Step(\"{1}\")] on it, or make it abstract");

    public static readonly DiagnosticDescriptor MissingSummary = Rule.Warning("SSW1007", Steps, "A step says nothing of itself",
        "{0} has no <summary>; say in one sentence what it does, because editors and the manifest show it to people who write plans");

    public static readonly DiagnosticDescriptor ForeignService = Rule.Error("SSW1010", Services, "A constructor asks for something that is no service of the SDK",
        "'{0}' of {1} is no service of the SDK; ask for IDirectory, IKeyValueStore, IPluginDatabase, ILedger, IPresence, ITemplates, ITimers, TimeProvider, Random, ILogger or ILogger<T>, and make everything else in the constructor");

    public static readonly DiagnosticDescriptor Constructors = Rule.Error("SSW1011", Services, "A class of a plugin needs exactly one constructor",
        "{0} has {1} constructors that the plugin's module could call; leave exactly one that is public or internal");

    public static readonly DiagnosticDescriptor MutableOptions = Rule.Error("SSW1020", Options, "Options can be changed after they were read",
        "{0} is shared by all calls and has to be immutable; {1}");

    public static readonly DiagnosticDescriptor OptionType = Rule.Error("SSW1021", Options, "An option has a type that plans cannot say",
        "Option '{0}' has the type '{1}', which plans cannot say; {2}");

    public static readonly DiagnosticDescriptor Constraint = Rule.Error("SSW1022", Options, "A constraint does not fit its option",
        "[{0}] does not fit option '{1}'; {2}");

    public static readonly DiagnosticDescriptor OptionName = Rule.Error("SSW1023", Options, "An option's spelling is wrong or taken",
        "'{0}' is no spelling for {1}; {2}");

    public static readonly DiagnosticDescriptor Extension = Rule.Error("SSW1030", Extensions, "An extension point is not declared as it has to be",
        "{0} cannot be used; {1}");

    public static readonly DiagnosticDescriptor PluginSetting = Rule.Error("SSW1040", Extensions, "A property of the plugin's project is wrong",
        "{0} '{1}' is not right; {2}", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor CoreReference = Rule.Error("SSW1041", Extensions, "A plugin references a part of the switch itself",
        "{0} is a part of the switch and not of its SDK; a plugin references Softswitch.Sdk only, so take the reference away and say what the SDK lacks",
        WellKnownDiagnosticTags.CompilationEnd);
}
