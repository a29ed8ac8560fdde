using System.Diagnostics;

namespace Softswitch.Integration.Tests.Processes;

/// <summary>Waiting for what other programs do, in bounded time.</summary>
internal static class Eventually
{
    /// <summary>The first result that <paramref name="accept"/> takes; fails with <paramref name="describe"/> of the last one.</summary>
    public static async Task<T> GetAsync<T>(Func<T> read, Func<T, bool> accept, Func<T, string> describe, TimeSpan within)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var value = read();
            if (accept(value)) return value;
            if (waited.Elapsed > within) throw new TimeoutException($"After {within.TotalSeconds:0.#} s: {describe(value)}");
            await Task.Delay(40);
        }
    }

    public static Task TrueAsync(Func<bool> condition, Func<string> describe, TimeSpan within) =>
        GetAsync(condition, static held => held, _ => describe(), within);
}
