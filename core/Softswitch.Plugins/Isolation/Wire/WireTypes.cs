using System.Collections.Frozen;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation.Wire;

/// <summary>How the SDK's types are written and read. What is read goes through their own checks: a target or a prompt that is none is refused.</summary>
internal static class WireTypes
{
    public static WireWriter Party(this WireWriter to, CallParty? party)
    {
        to.Flag(party is not null);
        return party is null ? to : to.Text(party.Number).Text(party.Name).Text(party.Extension);
    }

    public static CallParty? PartyOrNull(this WireReader from) => from.Flag() ? new CallParty(from.Text(), from.TextOrNull(), from.TextOrNull()) : null;

    public static CallParty Party(this WireReader from) => from.PartyOrNull() ?? throw new InvalidDataException("a message without somebody");

    public static WireWriter Cause(this WireWriter to, HangupCause cause) => to.Int(cause.Status).Int(cause.Q850);

    public static HangupCause Cause(this WireReader from) => new(from.Int(), from.Int());

    public static WireWriter Place(this WireWriter to, StepInfo info) =>
        to.Text(info.Name).Text(info.Flow).Text(info.Position).List(info.Handled, static (writer, outcome) => writer.Text(outcome));

    public static StepInfo Place(this WireReader from) =>
        new(from.Text(), from.Text(), from.Text(), from.List(static reader => reader.Text()).ToFrozenSet(StringComparer.Ordinal));

    public static WireWriter Prompt(this WireWriter to, Prompt prompt) => to.List(prompt.Names, static (writer, name) => writer.Text(name)).Text(prompt.Language);

    public static Prompt Prompt(this WireReader from)
    {
        var prompt = Sdk.Prompt.Of(from.List(static reader => reader.Text()));
        return from.TextOrNull() is { } language ? prompt.In(language) : prompt;
    }

    public static WireWriter Targets(this WireWriter to, IReadOnlyCollection<DialTarget> targets) => to.List(targets, static (writer, target) => writer.Text(target.ToString()));

    public static List<DialTarget> Targets(this WireReader from) => from.List(static reader => DialTarget.Parse(reader.Text()));

    public static WireWriter Collecting(this WireWriter to, CollectOptions options) =>
        to.Int(options.MinDigits).Int(options.MaxDigits).Time(options.FirstDigit).Time(options.BetweenDigits).Text(options.Terminators);

    public static CollectOptions Collecting(this WireReader from) =>
        new() { MinDigits = from.Int(), MaxDigits = from.Int(), FirstDigit = from.Time(), BetweenDigits = from.Time(), Terminators = from.Text() };

    public static WireWriter Collected(this WireWriter to, Collected collected) =>
        to.Text(collected.Digits).Byte((byte)collected.End).Text(collected.Terminator?.ToString());

    public static Collected Collected(this WireReader from) => new(from.Text(), from.Word<CollectEnd>(), from.TextOrNull() is [var terminator] ? terminator : null);

    public static WireWriter Bridge(this WireWriter to, BridgeRequest request) =>
        to.Targets(request.Targets).Byte((byte)request.Order).Time(request.RingFor).Party(request.ShowCaller);

    public static BridgeRequest Bridge(this WireReader from) =>
        new() { Targets = [.. from.Targets()], Order = from.Word<RingOrder>(), RingFor = from.Time(), ShowCaller = from.PartyOrNull() };

    public static WireWriter Bridged(this WireWriter to, BridgeResult result) =>
        to.Byte((byte)result.Outcome).Int(result.Status).Party(result.AnsweredBy).Time(result.TalkTime);

    public static BridgeResult Bridged(this WireReader from) => new(from.Word<BridgeOutcome>(), from.Int(), from.PartyOrNull(), from.Time());

    public static WireWriter Summary(this WireWriter to, CallSummary summary) =>
        to.Bytes(summary.Id.ToByteArray()).Text(summary.Account).Party(summary.Caller).Text(summary.Dialled).Moment(summary.StartedAt).Time(summary.Duration)
            .Party(summary.AnsweredBy).Cause(summary.Cause);

    public static CallSummary Summary(this WireReader from) =>
        new(from.Identifier(), from.Text(), from.Party(), from.Text(), from.Moment(), from.Time(), from.PartyOrNull(), from.Cause());

    public static WireWriter Entry(this WireWriter to, DirectoryEntry? entry) => to.Text(entry?.Name);

    public static DirectoryEntry? Entry(this WireReader from)
    {
        if (from.TextOrNull() is not { } name) return null;
        try
        {
            return new DirectoryEntry(name);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"nobody of a directory: {e.Message}", e);
        }
    }

    public static WireWriter Reported(this WireWriter to, ReportedState? said)
    {
        to.Flag(said is not null);
        if (said is null) return to;
        to.Byte((byte)said.State).Text(said.Note).Flag(said.Until is not null);
        return said.Until is { } until ? to.Moment(until) : to;
    }

    public static ReportedState? ReportedOrNull(this WireReader from)
    {
        if (!from.Flag()) return null;
        try
        {
            return new ReportedState(from.Word<ExtensionState>(), from.TextOrNull(), from.Flag() ? from.Moment() : null);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"a state that no source reports: {e.Message}", e);
        }
    }

    public static Guid Identifier(this WireReader from) => from.Bytes() is { Length: 16 } bytes ? new Guid(bytes) : throw new InvalidDataException("a message without an identifier");

    public static WireWriter Table(this WireWriter to, IReadOnlyDictionary<string, string> table) =>
        to.List(table.ToList(), static (writer, pair) => writer.Text(pair.Key).Text(pair.Value));

    public static Dictionary<string, string> Table(this WireReader from)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in from.List(static reader => (reader.Text(), reader.Text()))) table[name] = value;
        return table;
    }

    public static WireWriter Query(this WireWriter to, HttpQuery query) =>
        to.Text(query.Account).Table(query.Path).Table(query.Parameters).Table(query.Headers).Bytes(query.Body.Span);

    public static HttpQuery Query(this WireReader from) =>
        new() { Account = from.Text(), Path = from.Table(), Parameters = from.Table(), Headers = from.Table(), Body = from.Bytes() };

    public static WireWriter HttpReply(this WireWriter to, HttpReply reply) => to.Int(reply.Status).Text(reply.ContentType).Bytes(reply.Body.Span);

    public static HttpReply HttpReply(this WireReader from) => new(from.Int(), from.TextOrNull(), from.Bytes());
}
