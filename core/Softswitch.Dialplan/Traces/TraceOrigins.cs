using System.Text.Json;

namespace Softswitch.Dialplan.Traces;

/// <summary>Whose code a call ran.</summary>
public static class TraceOrigins
{
    /// <summary>The versions by plugin.</summary>
    /// <param name="trace">A trace as JSON.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlyDictionary<string, string> Of(string trace)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(trace);
            foreach (var step in document.RootElement.GetProperty("steps").EnumerateArray())
            {
                // "gate@1.0.0", or "kernel@0.1.0 with a@1.0.0 and b@1.0.0".
                foreach (var word in (step.GetProperty("by").GetString() ?? "").Split(' '))
                {
                    if (word.Split('@') is [var plugin, var version]) versions.TryAdd(plugin, version);
                }
            }

            return versions;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("This is no trace of a call: " + e.Message, e);
        }
    }
}
