namespace Softswitch.Sdk;

/// <summary>
/// The plugin was not granted what it wants to do for this account. Whoever can do without catches it; else the step ends with <c>error</c>.
/// </summary>
/// <param name="permission">What it would need: <c>ledger</c>.</param>
/// <param name="message">Says so, with the line to add and the files it goes to.</param>
public sealed class PermissionDeniedException(string permission, string message) : Exception(message)
{
    /// <summary>What it would need, as a layer grants it: <c>ledger</c>, <c>tables</c>, <c>sip.headers.write</c>.</summary>
    public string Permission { get; } = permission;
}
