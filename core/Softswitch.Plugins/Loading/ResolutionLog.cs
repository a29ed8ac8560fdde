namespace Softswitch.Plugins.Loading;

/// <summary>What was asked of a plugin's context, and who decided: <c>softswitch plugin explain</c> shows it. Keeps the first thousand entries.</summary>
public sealed class ResolutionLog
{
    private const int MostEntries = 1000;
    private readonly Lock _lock = new();
    private readonly List<Resolution> _entries = [];

    /// <summary>What was asked so far, in its order.</summary>
    public IReadOnlyList<Resolution> Entries
    {
        get
        {
            lock (_lock) return [.. _entries];
        }
    }

    /// <summary>Notes a decision.</summary>
    internal void Add(string requested, string decision, string? path = null)
    {
        lock (_lock)
        {
            if (_entries.Count < MostEntries) _entries.Add(new Resolution(requested, decision, path));
        }
    }
}

/// <summary>One decision about an assembly or a native library.</summary>
/// <param name="Requested">Name and version that were asked for.</param>
/// <param name="Decision">Who decided what.</param>
/// <param name="Path">Where it was found, or null.</param>
public sealed record Resolution(string Requested, string Decision, string? Path)
{
    /// <inheritdoc/>
    public override string ToString() => Path is null ? $"{Requested}: {Decision}" : $"{Requested}: {Decision}, {Path}";
}
