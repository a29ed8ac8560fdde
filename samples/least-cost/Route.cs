using System.Globalization;
using Softswitch.Sdk;

namespace Sample.LeastCost;

/// <summary>A line of the table: <c>506 0.02 tico 192.0.2.1:5060</c>.</summary>
internal sealed record Route(string Prefix, decimal Price, string Carrier, string Address)
{
    /// <summary>Where the account's table is kept.</summary>
    public const string Key = "routes";

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">A line is no route.</exception>
    public static IReadOnlyList<Route> Parse(string table) => [.. table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Line)];

    /// <summary>The number at the carrier.</summary>
    public Carrier To(string number) => new(Carrier, DialTarget.Parse($"sip:{number}@{Address}"));

    private static Route Line(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var prefix, var price, var carrier, var address] && decimal.TryParse(price, CultureInfo.InvariantCulture, out var amount)
        && DialTarget.TryParse($"sip:1@{address}", out _)
            ? new Route(prefix, amount, carrier, address)
            : throw new FormatException($"'{line}' is no route; expected PREFIX PRICE CARRIER ADDRESS");
}
