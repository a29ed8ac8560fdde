namespace Softswitch.Bench.Load;

/// <summary>The users of the load, whom both switches know: numbers, because that is what our extensions are.</summary>
internal static class LoadUsers
{
    public const string Secret = "secret";

    /// <summary>Calls, and registers nowhere.</summary>
    public const string Caller = "2";

    /// <summary>Users that register: 10, 11 ... 110, 111 ..., each a 1 before its place.</summary>
    public static IEnumerable<string> Callees(int count) => Enumerable.Range(0, count).Select(i => $"1{i}");
}
