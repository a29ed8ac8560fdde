namespace Softswitch.Sdk;

/// <summary>A file beside the plan, as the type of an option: the plan names it by its path from the plan's folder. Its content is part of the published plan: it changes by publishing, and goes back with a rollback.</summary>
/// <param name="Path">The path in the plan, parts joined by <c>/</c>.</param>
/// <param name="Content">What stood in it when the plan was published, at most 1 MB.</param>
public sealed record PlanFile(string Path, ReadOnlyMemory<byte> Content)
{
    /// <summary>The content as UTF-8 text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Content.Span);
}
