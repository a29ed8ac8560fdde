using System.Text.RegularExpressions;

namespace Softswitch.Dialplan.Checking;

/// <summary>The forms of names in plans.</summary>
public static partial class PlanNames
{
    /// <summary>Names of accounts, resellers, flows, variables and rules.</summary>
    public static bool IsIdentifier(string name) => Identifier().IsMatch(name);

    /// <summary>Numbers that callers dial: 1 to 15 digits, with a plus in front for the international form.</summary>
    public static bool IsDialled(string number) => Dialled().IsMatch(number);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,62}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A\+?[0-9]{1,15}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dialled();
}
