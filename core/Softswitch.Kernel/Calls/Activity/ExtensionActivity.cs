using System.Collections.Concurrent;

namespace Softswitch.Kernel.Calls;

/// <summary>How many calls each extension has, of all accounts and workers. Legs keep it; safe from any thread.</summary>
public sealed class ExtensionActivity
{
    private readonly ConcurrentDictionary<(string Account, string Extension), Counts> _counts = new();

    /// <summary>Legs of an extension that ring, and those that talk or call.</summary>
    public (int Ringing, int Talking) Of(string account, string extension) =>
        _counts.TryGetValue((account, extension), out var counts) ? (Volatile.Read(ref counts.Ringing), Volatile.Read(ref counts.Talking)) : (0, 0);

    internal Counts Counter(string account, string extension) => _counts.GetOrAdd((account, extension), static _ => new Counts());

    /// <summary>The legs of one extension.</summary>
    internal sealed class Counts
    {
        public int Ringing;
        public int Talking;
    }
}
