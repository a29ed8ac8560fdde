namespace Softswitch.Host.Http;

/// <summary>Path of an endpoint, below its plugin's: <c>calls/{id}/notes</c>. A placeholder stands for one segment.</summary>
internal sealed class EndpointPath
{
    private const int MostSegments = 32;

    private readonly string[] _segments;

    private EndpointPath(string[] segments) => _segments = segments;

    /// <summary>Reads a path as the plugin declares it.</summary>
    public static EndpointPath Parse(string path) => new(Split(path) ?? []);

    /// <summary>The segments of what was asked for, or null where there are too many.</summary>
    public static string[]? Split(string path)
    {
        var segments = path.Trim('/').Split('/', MostSegments + 1);
        return segments.Length > MostSegments ? null : segments is [""] ? [] : segments;
    }

    /// <summary>Values of the placeholders; null where the path is another one.</summary>
    public Dictionary<string, string>? Match(string[] segments)
    {
        if (segments.Length != _segments.Length) return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < segments.Length; i++)
        {
            if (_segments[i] is ['{', .. var name, '}'])
            {
                if (segments[i].Length == 0) return null;
                values[name] = segments[i];
            }
            else if (segments[i] != _segments[i])
            {
                return null;
            }
        }

        return values;
    }
}
