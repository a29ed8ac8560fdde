namespace Softswitch.Sdk.Testing;

/// <summary>What every directory source has to stand: whatever stands where a caller's number should be, and the same again for the same.</summary>
public static class DirectoryConformance
{
    private static readonly string[] Strange =
        ["0", "+50640001000", "0050640001000", "911", "*72", "anonymous", "maria", "maria.o'hara", "%2B506", "+506 4000 1000", "a/b", "../a", "(a=*)", "'; drop table people; --", "ñandú", "\ud83d\ude00", new string('9', 128)];

    /// <summary>Holds a source to it, with numbers of all sorts and those that are given.</summary>
    /// <param name="source">The source.</param>
    /// <param name="numbers">Numbers that it knows.</param>
    /// <exception cref="TestFailedException">It does not stand it; the message says with which number.</exception>
    public static async Task CheckAsync(IDirectorySource source, params string[] numbers)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach (var number in numbers)
        {
            if (await FindAsync(source, number) is null) throw new TestFailedException($"the source does not know '{number}'");
        }

        foreach (var number in Strange.Concat(numbers))
        {
            var (first, again) = (await FindAsync(source, number), await FindAsync(source, number));
            if (first != again) throw new TestFailedException($"the source says '{first?.Name}' and then '{again?.Name}' for '{number}'");
        }
    }

    private static async Task<DirectoryEntry?> FindAsync(IDirectorySource source, string number)
    {
        try
        {
            return await source.FindAsync(new DirectoryQuery("test", number), CancellationToken.None);
        }
        catch (Exception e)
        {
            throw new TestFailedException($"{source.GetType().Name} throws {e.GetType().Name} ({e.Message}) for '{number}'");
        }
    }
}
