using System.Text;
using Softswitch.Sdk;
using Softswitch.Sdk.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>An INVITE that is about to leave, as SIP policies see it: one edit each, which is kept or undone as a whole.</summary>
internal sealed class RequestEdit : ISipRequestEditor
{
    /// <summary>Header fields that a request may have of policies.</summary>
    public const int MostFields = 32;

    private readonly List<(string Name, string Value)> _given = [];
    private List<(string Name, string Value)> _fields = [];
    private List<(string Name, string Value)>? _edited;
    private bool _isOpen;

    /// <summary>A request before any policy.</summary>
    /// <param name="account">The call's account.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="headers">Header fields that the switch adds to it and that may be edited, each ended with CRLF.</param>
    public RequestEdit(string account, CallParty caller, DialTarget target, ReadOnlySpan<byte> headers)
    {
        Account = account;
        Caller = caller;
        Target = target;
        foreach (var line in Encoding.UTF8.GetString(headers).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            _fields.Add((line[..colon], line[(colon + 1)..].Trim()));
        }
    }

    /// <inheritdoc/>
    public string Account { get; }

    /// <inheritdoc/>
    public CallParty Caller { get; }

    /// <inheritdoc/>
    public DialTarget Target { get; }

    /// <summary>Tells of a field that can be read only.</summary>
    public void Show(string name, ReadOnlySpan<byte> value) => _given.Add((name, Encoding.UTF8.GetString(value)));

    /// <summary>A policy begins.</summary>
    public void Begin()
    {
        _edited = null;
        _isOpen = true;
    }

    /// <summary>The policy is done: what it did is kept, or it was never there.</summary>
    public void End(bool isKept)
    {
        // One that has kept hold of the request edits nobody's any more.
        _isOpen = false;
        if (isKept && _edited is not null) _fields = _edited;
        _edited = null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = PluginHeaderNames.Long(name);
        var values = new List<string>();
        foreach (var field in (PluginHeaderNames.IsOwn(wanted) ? _given : _edited ?? _fields))
        {
            if (IsSame(field.Name, wanted)) values.Add(field.Value);
        }

        return values;
    }

    /// <inheritdoc/>
    public void Add(string name, string value)
    {
        Check(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!PluginHeaderNames.IsValue(value)) throw new ArgumentException($"The value of {name} cannot be written; expected at most {PluginHeaderNames.LongestValue} characters and no control characters.", nameof(value));
        var edited = Edited;
        if (edited.Count >= MostFields) throw new ArgumentException($"The request has {MostFields} fields of policies; no more can be added.", nameof(name));
        edited.Add((PluginHeaderNames.Long(name), value));
    }

    /// <inheritdoc/>
    public void Remove(string name)
    {
        Check(name);
        var wanted = PluginHeaderNames.Long(name);
        if ((_edited ?? _fields).Exists(field => IsSame(field.Name, wanted))) Edited.RemoveAll(field => IsSame(field.Name, wanted));
    }

    /// <summary>The fields as they go on the wire.</summary>
    public byte[] Written()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _fields) text.Append(name).Append(": ").Append(value).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private List<(string Name, string Value)> Edited => _isOpen ? _edited ??= [.. _fields] : throw new InvalidOperationException("The request has left.");

    private static bool IsSame(string name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!PluginHeaderNames.IsName(name)) throw new ArgumentException($"'{name}' is no name of a header field; expected a token of at most {PluginHeaderNames.LongestName} characters.", nameof(name));
        if (PluginHeaderNames.IsOwn(name)) throw new ArgumentException($"{PluginHeaderNames.Long(name)} is SIP's own: it can be read, and not changed.", nameof(name));
    }
}
