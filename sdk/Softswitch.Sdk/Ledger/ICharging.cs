namespace Softswitch.Sdk;

/// <summary>
/// Says what calls cost. Its name is that of <see cref="ChargingAttribute"/>; a plan names it where it rings, <c>bridge: { to: "{number}", charge: acme.per-minute }</c>. The switch then reserves,
/// extends and settles with the plugin's <see cref="ILedger"/>: a plugin that charges says the price and nothing more. Its constructor may ask for services as a step's may.
/// </summary>
public interface ICharging
{
    /// <summary>What a conversation with those who are to be rung costs; null where they are not to be rung.</summary>
    ValueTask<Tariff?> RateAsync(ChargeQuery query, CancellationToken cancellation);
}

/// <summary>Names an <see cref="ICharging"/>.</summary>
/// <param name="name">Lower-case words joined by hyphens: <c>per-minute</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ChargingAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>Who wants to talk to whom.</summary>
/// <param name="Account">The account.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Targets">Those who are to be rung; at least one.</param>
public sealed record ChargeQuery(string Account, CallParty Caller, IReadOnlyList<DialTarget> Targets);

/// <summary>What a conversation costs: a price for each interval begun, and at least that of the minimum.</summary>
public sealed record Tariff
{
    private const int Decimals = 4;

    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    /// <summary>A price.</summary>
    /// <param name="price">Of each interval begun, in the account's currency: zero or more, at most 4 decimals.</param>
    /// <param name="interval">1 s to 1 h.</param>
    /// <param name="minimum">A conversation costs at least what this one would: zero to 1 h.</param>
    /// <param name="text">What the customer reads, 1 to 200 characters.</param>
    /// <exception cref="ArgumentException">One of them is out of its range.</exception>
    public Tariff(decimal price, TimeSpan interval, TimeSpan minimum, string text)
    {
        if (price < 0 || decimal.Round(price, Decimals) != price) throw new ArgumentOutOfRangeException(nameof(price), price, "Expected zero or more with at most 4 decimals.");
        if (interval < TimeSpan.FromSeconds(1) || interval > LongestInterval) throw new ArgumentOutOfRangeException(nameof(interval), interval, "Expected 1 s to 1 h.");
        if (minimum < TimeSpan.Zero || minimum > LongestInterval) throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "Expected zero to 1 h.");
        if (text is not { Length: > 0 and <= 200 }) throw new ArgumentException("Expected 1 to 200 characters.", nameof(text));
        Price = price;
        Interval = interval;
        Minimum = minimum;
        Text = text;
    }

    /// <summary>Nothing at all.</summary>
    public static Tariff Free { get; } = new(0, TimeSpan.FromMinutes(1), TimeSpan.Zero, "Free");

    /// <summary>Of each interval begun.</summary>
    public decimal Price { get; }

    /// <summary>The interval.</summary>
    public TimeSpan Interval { get; }

    /// <summary>A conversation costs at least what this one would.</summary>
    public TimeSpan Minimum { get; }

    /// <summary>What the customer reads.</summary>
    public string Text { get; }

    /// <summary>What a conversation costs; nothing where there was none.</summary>
    public decimal CostOf(TimeSpan talked) => talked <= TimeSpan.Zero ? 0 : Price * IntervalsOf(talked);

    /// <summary>The intervals that a conversation begins, or its minimum does; at least one.</summary>
    public int IntervalsOf(TimeSpan talked)
    {
        var counted = talked > Minimum ? talked : Minimum;
        return (int)Math.Max(1, (counted.Ticks + Interval.Ticks - 1) / Interval.Ticks);
    }
}
