namespace Softswitch.Sdk;

/// <summary>There is no such prompt, neither in the account nor in the system.</summary>
/// <param name="name">The name that was looked for.</param>
public sealed class PromptNotFoundException(string name) : Exception($"There is no prompt '{name}'.")
{
    /// <summary>The name that was looked for.</summary>
    public string Name { get; } = name;
}
