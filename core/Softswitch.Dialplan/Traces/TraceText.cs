using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Softswitch.Dialplan.Traces;

/// <summary>A trace for people, from its JSON: one line for each step, reasons below it.</summary>
public static class TraceText
{
    /// <summary>The lines.</summary>
    /// <exception cref="FormatException">It is no trace.</exception>
    public static string Of(string json)
    {
        try
        {
            using var trace = JsonDocument.Parse(json);
            return Of(trace.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("This is no trace of a call: " + e.Message, e);
        }
    }

    private static string Of(JsonElement trace)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Text(trace, "caller")} dialled {Text(trace, "dialled")} in {Text(trace, "account")}");
        if (trace.TryGetProperty("at", out var at)) text.Append(CultureInfo.InvariantCulture, $" on {at.GetDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC");
        if (trace.TryGetProperty("call", out var call)) text.Append(CultureInfo.InvariantCulture, $", call {call.GetString()}");
        text.Append('\n');
        foreach (var step in trace.GetProperty("steps").EnumerateArray()) Append(text, step);
        if (trace.TryGetProperty("cut", out _)) text.Append("  … and more steps than are kept\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement step)
    {
        if (step.TryGetProperty("at", out var at)) text.Append(CultureInfo.InvariantCulture, $"{TimeSpan.FromMilliseconds(at.GetInt32()),12:mm\\:ss\\.fff}  ");
        else text.Append("  ");
        text.Append(CultureInfo.InvariantCulture, $"{Text(step, "flow")}: {Text(step, "step")}");
        if (Text(step, "options") is { Length: > 0 } options) text.Append(CultureInfo.InvariantCulture, $" {{ {options} }}");
        text.Append(CultureInfo.InvariantCulture, $" = {(Text(step, "outcome") is { Length: > 0 } outcome ? outcome : "…")}");
        if (Text(step, "then") is { Length: > 0 } then) text.Append(" → ").Append(then);
        text.Append(CultureInfo.InvariantCulture, $"   [{Text(step, "where")}, {Text(step, "by")}]\n");
        if (!step.TryGetProperty("why", out var reasons)) return;
        foreach (var why in reasons.EnumerateArray()) text.Append("                ").Append(why.GetString()).Append('\n');
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
