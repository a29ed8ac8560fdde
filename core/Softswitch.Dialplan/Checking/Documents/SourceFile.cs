namespace Softswitch.Dialplan.Checking;

/// <summary>A file of an account.</summary>
/// <param name="Path">Path as findings name it.</param>
/// <param name="Text">What it says.</param>
public sealed record SourceFile(string Path, string Text)
{
    /// <summary>Whether it holds tests of the plan and not the plan: <c>office.test.yaml</c>.</summary>
    public bool IsTest => Path.EndsWith(".test.yaml", StringComparison.Ordinal) || Path.EndsWith(".test.yml", StringComparison.Ordinal);
}
