using System.Collections.Frozen;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>Variables of one call. Safe from any thread.</summary>
internal sealed class FlowVariables(ICallControl call, FrozenSet<string> declared, FrozenDictionary<string, string> defaults, IReadOnlyList<KeyValuePair<string, string>> placeholders) : ICallVariables
{
    /// <summary>The variable that, where the plan declares it, is the language of what is played and said.</summary>
    public const string Language = "language";

    private const int MaximumLength = 1000;

    private readonly Dictionary<string, string> _values = [];

    /// <inheritdoc/>
    public string? this[string name]
    {
        get
        {
            switch (name)
            {
                case "caller.number": return call.Caller.Number;
                case "caller.name": return call.Caller.Name;
                case "caller.extension": return call.Caller.Extension;
                case "dialled": return call.Dialled;
                case "account": return call.Account;
            }

            foreach (var (placeholder, value) in placeholders)
            {
                if (placeholder == name) return value;
            }

            lock (_values) return _values.GetValueOrDefault(name) ?? defaults.GetValueOrDefault(name);
        }
    }

    /// <inheritdoc/>
    public void Set(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!declared.Contains(name)) throw new ArgumentException($"The plan declares no variable '{name}'.", nameof(name));
        if (value.Length > MaximumLength) throw new ArgumentException($"A value of {value.Length} characters for '{name}'; expected at most {MaximumLength}.", nameof(value));
        lock (_values) _values[name] = value;
    }
}
