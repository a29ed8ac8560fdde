using Softswitch.Net.Native;

namespace Softswitch.Net;

/// <summary>How many files and sockets the process may have open: each relayed stream has two.</summary>
public static class DescriptorLimit
{
    private const int OpenFiles = 7;

    /// <summary>
    /// Raises the limit to <paramref name="wanted"/>, or as far as it may be raised: root may raise it beyond the administrator's
    /// limit, anybody else up to it. Returns what is in force; a higher limit stays.
    /// </summary>
    public static long Raise(long wanted)
    {
        if (LibC.GetLimit(OpenFiles, out var limit) < 0) throw LibC.Failure("reading the limit of open files");
        if ((long)limit.Soft >= wanted) return (long)limit.Soft;
        var all = new LibC.Limit { Soft = (ulong)wanted, Hard = Math.Max((ulong)wanted, limit.Hard) };
        if (LibC.SetLimit(OpenFiles, all) == 0) return wanted;
        var possible = limit with { Soft = Math.Min((ulong)wanted, limit.Hard) };
        return LibC.SetLimit(OpenFiles, possible) == 0 ? (long)possible.Soft : (long)limit.Soft;
    }
}
