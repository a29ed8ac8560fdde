namespace Softswitch.Sdk;

/// <summary>
/// Variables of a call. A plan declares those it uses; the switch provides <c>caller.number</c>, <c>caller.name</c>, <c>caller.extension</c>,
/// <c>dialled</c>, <c>account</c> and, in flows of codes with a placeholder, that placeholder's digits.
/// </summary>
public interface ICallVariables
{
    /// <summary>The value of a variable, or null where it has none.</summary>
    string? this[string name] { get; }

    /// <summary>Gives a variable a value of at most 1000 characters.</summary>
    /// <exception cref="ArgumentException">The plan does not declare the variable, it is one of the switch's own, or the value is too long.</exception>
    void Set(string name, string value);
}
