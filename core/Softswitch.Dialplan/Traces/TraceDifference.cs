using System.Text.Json;

namespace Softswitch.Dialplan.Traces;

/// <summary>Tells whether two calls went the same way: the same steps with the same options, outcomes, reasons and code at the same places of the plan. Times and identifiers are their own.</summary>
public static class TraceDifference
{
    private const string Code = "by";

    private static readonly string[] Heads = ["account", "plan", "caller", "dialled", "cut"];
    private static readonly string[] Members = ["step", "flow", "where", Code, "options", "outcome", "why", "then"];

    /// <summary>The first difference in words, or null.</summary>
    /// <param name="one">A trace as JSON.</param>
    /// <param name="other">Another one.</param>
    /// <param name="withCode">Whether code of another version counts as a difference.</param>
    /// <exception cref="FormatException">One of them is no trace.</exception>
    public static string? First(string one, string other, bool withCode = true)
    {
        try
        {
            using var first = JsonDocument.Parse(one);
            using var second = JsonDocument.Parse(other);
            return First(first.RootElement, second.RootElement, withCode);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("This is no trace of a call: " + e.Message, e);
        }
    }

    private static string? First(JsonElement one, JsonElement other, bool withCode)
    {
        foreach (var head in Heads)
        {
            if (Text(one, head) != Text(other, head)) return $"{head}: {Text(one, head)}, and then {Text(other, head)}";
        }

        var (steps, others) = (one.GetProperty("steps"), other.GetProperty("steps"));
        for (var i = 0; i < Math.Max(steps.GetArrayLength(), others.GetArrayLength()); i++)
        {
            if (i >= steps.GetArrayLength()) return $"step {i + 1}: none, and then {Describe(others[i])}";
            if (i >= others.GetArrayLength()) return $"step {i + 1}: {Describe(steps[i])}, and then none";
            foreach (var member in Members)
            {
                if (!withCode && member == Code) continue;
                if (Text(steps[i], member) is var text && Text(others[i], member) is var another && text != another) return $"step {i + 1}, {Describe(steps[i])}: {member} {text}, and then {another}";
            }
        }

        return null;
    }

    private static string Describe(JsonElement step) => $"{Text(step, "step")} at {Text(step, "where")}";

    private static string Text(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? "nothing" : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(item => item.ToString())),
        _ => value.ToString(),
    };
}
