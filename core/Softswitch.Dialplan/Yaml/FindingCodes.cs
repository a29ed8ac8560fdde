namespace Softswitch.Dialplan.Yaml;

/// <summary>The numbers of findings. A number keeps its meaning for ever; docs/dialplans/findings.md explains each.</summary>
public static class FindingCodes
{
    /// <summary>The file cannot be read, or is not UTF-8.</summary>
    public const string Unreadable = "SSW2001";

    /// <summary>The file is no YAML.</summary>
    public const string Syntax = "SSW2002";

    /// <summary>A tab in the indentation.</summary>
    public const string Tab = "SSW2003";

    /// <summary>Anchors, aliases, merge keys, tags, several documents: parts of YAML that the language does without.</summary>
    public const string NotInLanguage = "SSW2004";

    /// <summary>The file is too long or nested too deeply.</summary>
    public const string TooLarge = "SSW2005";

    /// <summary>A required key is missing.</summary>
    public const string MissingKey = "SSW2101";

    /// <summary>An unknown key.</summary>
    public const string UnknownKey = "SSW2102";

    /// <summary>A key that is there already.</summary>
    public const string DuplicateKey = "SSW2103";

    /// <summary>An unknown option of a step.</summary>
    public const string UnknownOption = "SSW2104";

    /// <summary>A list where a map is expected, and the like.</summary>
    public const string WrongType = "SSW2105";

    /// <summary>A value that is not of the form, or not one of those expected.</summary>
    public const string WrongValue = "SSW2106";

    /// <summary>A duration without a unit, or with an unknown one.</summary>
    public const string WrongUnit = "SSW2107";

    /// <summary>A value below or above what is allowed.</summary>
    public const string OutOfRange = "SSW2108";

    /// <summary>An unknown step.</summary>
    public const string UnknownStep = "SSW2201";

    /// <summary>An outcome that the step does not declare.</summary>
    public const string UnknownOutcome = "SSW2202";

    /// <summary>An unknown flow.</summary>
    public const string UnknownFlow = "SSW2203";

    /// <summary>An unknown extension.</summary>
    public const string UnknownExtension = "SSW2204";

    /// <summary>A flow or step that nothing leads to.</summary>
    public const string Unreachable = "SSW2205";

    /// <summary>A loop without a bound.</summary>
    public const string Loop = "SSW2206";

    /// <summary>A number that means two things.</summary>
    public const string Ambiguous = "SSW2207";

    /// <summary>An extension that nobody could use.</summary>
    public const string NoWayIn = "SSW2208";

    /// <summary>An outcome that leads nowhere.</summary>
    public const string UnhandledOutcome = "SSW2209";

    /// <summary>A plugin that is not installed.</summary>
    public const string UnknownPlugin = "SSW2210";

    /// <summary>A version of a plugin that is not installed.</summary>
    public const string UnknownVersion = "SSW2211";

    /// <summary>A variable that is not declared.</summary>
    public const string UnknownVariable = "SSW2212";

    /// <summary>An unknown prompt.</summary>
    public const string UnknownPrompt = "SSW2213";

    /// <summary>A number, time zone or file that does not exist.</summary>
    public const string UnknownReference = "SSW2214";

    /// <summary>A placeholder's value is used where calls come that have none.</summary>
    public const string NoValue = "SSW2215";

    /// <summary>A plugin that is installed, and that the account may not use.</summary>
    public const string NotGranted = "SSW2216";

    /// <summary>An account or a domain that belongs to another file already.</summary>
    public const string Claimed = "SSW2301";

    /// <summary>No account, or no default account.</summary>
    public const string NoAccount = "SSW2302";

    /// <summary>A reseller that has no layer.</summary>
    public const string UnknownReseller = "SSW2303";

    /// <summary>A rule of an upper layer is broken.</summary>
    public const string Locked = "SSW2401";

    /// <summary>A test of the plan is red, or did not come to its end.</summary>
    public const string RedTest = "SSW2501";
}
