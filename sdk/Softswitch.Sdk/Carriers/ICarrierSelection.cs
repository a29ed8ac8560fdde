namespace Softswitch.Sdk;

/// <summary>
/// Says which carriers a telephone number outside of the account goes to, and in which order they are tried. Its name is that of <see cref="CarrierSelectionAttribute"/>; a plan names it where it rings,
/// <c>bridge: { to: "{number}", carriers: acme.least-cost }</c>. Its constructor may ask for services as a step's may.
/// </summary>
public interface ICarrierSelection
{
    /// <summary>The carriers, the first to be tried first; none where nobody takes the number. The first ten count.</summary>
    ValueTask<IReadOnlyList<Carrier>> SelectAsync(CarrierQuery query, CancellationToken cancellation);
}

/// <summary>Names an <see cref="ICarrierSelection"/>.</summary>
/// <param name="name">Lower-case words joined by hyphens: <c>least-cost</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CarrierSelectionAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>Who wants to reach what.</summary>
/// <param name="Account">The account.</param>
/// <param name="Number">The number, as the plan has it: <c>+50640001000</c>, <c>911</c>.</param>
/// <param name="Caller">Who calls.</param>
public sealed record CarrierQuery(string Account, string Number, CallParty Caller);

/// <summary>A carrier that takes a number.</summary>
public sealed record Carrier
{
    /// <summary>A carrier.</summary>
    /// <param name="name">What the call's trace calls it.</param>
    /// <param name="target">The number there: <c>sip:50640001000@192.0.2.1:5060</c>.</param>
    /// <exception cref="ArgumentException">The target is no address.</exception>
    public Carrier(string name, DialTarget target)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Kind != DialTargetKind.Uri) throw new ArgumentException($"'{target}' is no address; expected sip:NUMBER@HOST.", nameof(target));
        Name = name;
        Target = target;
    }

    /// <summary>What the call's trace calls it.</summary>
    public string Name { get; }

    /// <summary>The number there.</summary>
    public DialTarget Target { get; }
}
