using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Softswitch.Dialplan.Plans;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Traces;

/// <summary>
/// A trace as JSON: what is kept with a call's record and shown by <c>softswitch explain</c>. The same call gives the same text, byte for byte; without its times and its identifier a simulated
/// call's is the same as the live one's.
/// </summary>
public static class TraceJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="withTimes">Whether with times and the call's identifier.</param>
    public static string Text(CallTrace trace, bool withTimes = true)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact)) Write(trace, writer, withTimes);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes one object.</summary>
    public static void Write(CallTrace trace, Utf8JsonWriter writer, bool withTimes = true)
    {
        writer.WriteStartObject();
        writer.WriteNumber("trace", 1);
        if (withTimes)
        {
            writer.WriteString("call", trace.Call);
            writer.WriteString("at", trace.StartedAt.UtcDateTime);
        }

        writer.WriteString("account", trace.Plan.Account);
        writer.WriteNumber("plan", trace.Plan.Version);
        writer.WriteString("caller", trace.Caller.Number);
        writer.WriteString("dialled", trace.Dialled);
        if (trace.IsCut) writer.WriteBoolean("cut", value: true);
        writer.WriteStartArray("steps");
        var entries = trace.Entries;
        for (var i = 0; i < entries.Count; i++) Write(entries[i], i + 1 < entries.Count ? entries[i + 1].Step : null, writer, withTimes);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The reason in words.</summary>
    public static string Reason(object why) => why switch
    {
        BridgeResult { Outcome: BridgeOutcome.Answered } result => $"{Party(result.AnsweredBy)} answered",
        BridgeResult result => $"{result.Status}: {result.ToOutcome()}",
        _ => why.ToString() ?? "",
    };

    private static string Party(CallParty? party) => party is null ? "somebody" : party.Extension is { } extension ? "ext:" + extension : party.Number;

    private static void Write(in TraceEntry entry, StepNode? next, Utf8JsonWriter writer, bool withTimes)
    {
        writer.WriteStartObject();
        if (withTimes)
        {
            writer.WriteNumber("at", entry.At);
            writer.WriteNumber("took", entry.Took);
        }

        writer.WriteString("step", entry.Step.Info.Name);
        writer.WriteString("flow", entry.Step.Info.Flow);
        writer.WriteString("where", entry.Step.Info.Position);
        writer.WriteString("by", entry.Origin);
        if ((entry.Options ?? OptionSummary.Of(entry.Step.Type, entry.Step.Options)) is { Length: > 0 } options) writer.WriteString("options", options);
        if (entry.Outcome is { } outcome) writer.WriteString("outcome", outcome);
        if (entry.Why.Count > 0)
        {
            writer.WriteStartArray("why");
            foreach (var why in entry.Why) writer.WriteStringValue(Reason(why));
            writer.WriteEndArray();
        }

        writer.WriteString("then", Then(entry.Next, next));
        writer.WriteEndObject();
    }

    private static string Then(TraceNext next, StepNode? step) => next switch
    {
        TraceNext.None => "",
        TraceNext.Step => To(step),
        TraceNext.Else => "else " + To(step),
        TraceNext.Return => "return to " + To(step),
        TraceNext.OnError => "on-error " + To(step),
        TraceNext.End => "end",
        TraceNext.Failed => "failed",
        _ => "call ended",
    };

    private static string To(StepNode? step) => step is null ? "(cut)" : $"{step.Info.Flow} ({step.Info.Name} at {step.Info.Position})";
}
