using System.Text.Json;

namespace Softswitch.Host.Commands.Plugins;

/// <summary>What the switch says of its plugins, as lines for people.</summary>
internal static class StatusLines
{
    public static IEnumerable<string> Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var lines = new List<string> { "In the running switch:" };
        foreach (var one in document.RootElement.EnumerateArray())
        {
            var reseller = one.TryGetProperty("reseller", out var name) ? $" for reseller {name.GetString()}" : "";
            var reason = one.TryGetProperty("reason", out var why) ? ": " + why.GetString() : "";
            lines.Add($"{one.GetProperty("id").GetString(),-32} {one.GetProperty("version").GetString(),-12} {one.GetProperty("state").GetString()}, {one.GetProperty("calls").GetInt32()} calls, {one.GetProperty("isolation").GetString()}{reseller}{reason}");
        }

        return lines;
    }
}
