using System.Globalization;
using System.Text;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>
/// What the members of a group have done, for strategies to look at: one small value in the store of the strategy's plugin, so that all nodes see it and it lasts. A group is the flow that its
/// <c>bridge</c> stands in.
/// </summary>
internal sealed class GroupHistory(IKeyValueStore store, string flow)
{
    private const int Attempts = 10;

    private readonly string _key = "group/" + (flow.Length <= 200 ? flow : flow[..200]);

    /// <summary>What each has done, by target; those who have done nothing are not there.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async ValueTask<IReadOnlyDictionary<string, MemberHistory>> ReadAsync(CancellationToken cancellation) => Parse((await store.GetAsync(_key, cancellation))?.Value);

    /// <summary>One has taken a call of the group, and it is over.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async ValueTask NoteAsync(string member, DateTimeOffset ended, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = await store.GetAsync(_key, cancellation);
            var all = Parse(before?.Value);
            all[member] = new MemberHistory(ended, (all.GetValueOrDefault(member)?.TakenOn(ended) ?? 0) + 1);
            if (await store.TrySetAsync(_key, Format(all), before?.Version ?? 0, cancellation)) return;
        }
    }

    private static Dictionary<string, MemberHistory> Parse(string? text)
    {
        var all = new Dictionary<string, MemberHistory>(StringComparer.Ordinal);
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is [var ended, var taken, var member]
                && DateTimeOffset.TryParseExact(ended, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && int.TryParse(taken, CultureInfo.InvariantCulture, out var count))
                all[member] = new MemberHistory(at, count);
        }

        return all;
    }

    private static string Format(Dictionary<string, MemberHistory> all)
    {
        var text = new StringBuilder();
        foreach (var (member, history) in all) text.Append(CultureInfo.InvariantCulture, $"{history.LastEnded:O} {history.Taken} {member}\n");
        return text.ToString();
    }
}

/// <summary>What a member has done.</summary>
/// <param name="LastEnded">When its last call of the group ended.</param>
/// <param name="Taken">Calls of the group it took on that day.</param>
internal sealed record MemberHistory(DateTimeOffset LastEnded, int Taken)
{
    /// <summary>Calls it has taken on the day, in UTC, of a moment.</summary>
    public int TakenOn(DateTimeOffset now) => now.UtcDateTime.Date == LastEnded.UtcDateTime.Date ? Taken : 0;
}
