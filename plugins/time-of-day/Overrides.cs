using System.Globalization;
using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>What phones have set: <c>open</c>, <c>closed</c> or <c>holiday</c>, for good or until a moment.</summary>
internal static class Overrides
{
    /// <summary>The form of an override's name.</summary>
    public const string NamePattern = "[a-z0-9]+(-[a-z0-9]+)*";

    /// <summary>What is set; null where nothing is, or it is over.</summary>
    public static async ValueTask<Verdict?> FindAsync(IKeyValueStore store, string name, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await store.GetAsync(Key(name), cancellation) is not { Value: var value }) return null;
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return new Verdict(value, $"override '{name}' says {value}");
        var until = DateTimeOffset.Parse(value.AsSpan(space + 1), CultureInfo.InvariantCulture);
        return now < until ? new Verdict(value[..space], $"override '{name}' says {value[..space]} until {until:yyyy-MM-dd HH:mm} UTC") : null;
    }

    /// <summary>Sets it, for good where there is no <paramref name="until"/>; <paramref name="state"/> null takes it away.</summary>
    public static ValueTask SetAsync(IKeyValueStore store, string name, string? state, DateTimeOffset? until, CancellationToken cancellation)
    {
        if (state is null) return store.RemoveAsync(Key(name), cancellation);
        return store.SetAsync(Key(name), until is { } end ? $"{state} {end.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}" : state, cancellation);
    }

    private static string Key(string name) => "override/" + name;
}
