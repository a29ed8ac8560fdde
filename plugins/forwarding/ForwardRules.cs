using System.Collections.Immutable;
using Softswitch.Sdk;

namespace Softswitch.Forwarding;

/// <summary>What an extension has set. It is kept as one value, so that a call reads it once.</summary>
/// <param name="Targets">Where to, by condition; what is not there is not forwarded.</param>
internal sealed record ForwardRules(ImmutableSortedDictionary<ForwardCondition, ForwardTarget> Targets)
{
    private const int Attempts = 5;

    private static readonly ForwardRules None = new(ImmutableSortedDictionary<ForwardCondition, ForwardTarget>.Empty);

    /// <summary>Where calls go under a condition, or null.</summary>
    public ForwardTarget? this[ForwardCondition condition] => Targets.GetValueOrDefault(condition);

    /// <summary>What an extension has set.</summary>
    public static async ValueTask<ForwardRules> LoadAsync(IKeyValueStore store, string extension, CancellationToken cancellation) =>
        await store.GetAsync(Key(extension), cancellation) is { } stored ? Parse(stored.Value) : None;

    /// <summary>Sets one condition, or takes it away; two phones that set different ones at a time do not undo each other.</summary>
    /// <returns>Whether it was written; false where others wrote again and again.</returns>
    public static async ValueTask<bool> ChangeAsync(IKeyValueStore store, string extension, ForwardCondition condition, ForwardTarget? target, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var stored = await store.GetAsync(Key(extension), cancellation);
            var rules = stored is null ? None : Parse(stored.Value);
            var changed = target is null ? rules.Targets.Remove(condition) : rules.Targets.SetItem(condition, target);
            if (await store.TrySetAsync(Key(extension), changed.IsEmpty ? null : Format(changed), stored?.Version ?? 0, cancellation)) return true;
        }

        return false;
    }

    private static string Key(string extension) => "extension/" + extension;

    private static string Format(ImmutableSortedDictionary<ForwardCondition, ForwardTarget> targets) => string.Join('\n', targets.Select(one => $"{one.Key}={one.Value}"));

    private static ForwardRules Parse(string text)
    {
        var targets = ImmutableSortedDictionary.CreateBuilder<ForwardCondition, ForwardTarget>();
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            // What a later version has written and this one does not know stays without effect.
            if (equals > 0 && Enum.TryParse<ForwardCondition>(line[..equals], out var condition) && ForwardTarget.TryParse(line[(equals + 1)..]) is { } target) targets[condition] = target;
        }

        return new ForwardRules(targets.ToImmutable());
    }
}
