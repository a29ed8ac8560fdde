using System.Text;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Header fields of an INVITE that is long gone: its bytes were kept, and are read when a step asks.</summary>
internal sealed class InviteHeaders(byte[] invite) : ICallHeaders
{
    /// <summary>Nothing was kept, for no step of the plan could ask.</summary>
    public static InviteHeaders None { get; } = new([]);

    /// <inheritdoc/>
    public IReadOnlyList<string> this[string name]
    {
        get
        {
            var wanted = PluginHeaderNames.Long(name);
            var values = new List<string>();
            foreach (var line in Lines())
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon <= 0) continue;
                var found = line[..colon].Trim();
                if (string.Equals(PluginHeaderNames.Long(found), wanted, StringComparison.OrdinalIgnoreCase)) values.Add(line[(colon + 1)..].Trim());
            }

            return values;
        }
    }

    /// <summary>The header fields, unfolded (RFC 3261 §7.3.1), without the request line.</summary>
    private List<string> Lines()
    {
        var end = invite.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = new List<string>();
        foreach (var line in Encoding.UTF8.GetString(end < 0 ? invite : invite.AsSpan(0, end)).Split('\n').Skip(1))
        {
            var text = line.TrimEnd('\r');
            if (text.Length > 0 && text[0] is (' ' or '\t') && lines.Count > 0) lines[^1] += " " + text.Trim();
            else lines.Add(text);
        }

        return lines;
    }
}
