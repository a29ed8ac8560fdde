using System.Globalization;

namespace Softswitch.Bench.Measuring;

/// <summary>What the command line says.</summary>
internal sealed record BenchOptions
{
    /// <summary>Whom to compare with; null is the comparison's own choice, <c>none</c> measures ours alone.</summary>
    public string? Peer { get; init; }

    /// <summary>Measured rounds of each side, at least 1. Default 5.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Length of a round. Default 8 s.</summary>
    public int Seconds { get; init; } = 8;

    /// <summary>Units (calls, registrations) a second; null is the comparison's own choice.</summary>
    public int? Rate { get; init; }

    /// <summary>The options, or null where one is unknown or has no sensible value.</summary>
    public static BenchOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length) return null;
            var value = arguments[i + 1];
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
            switch (arguments[i])
            {
                case "--peer": options = options with { Peer = value }; break;
                case "--rounds" when isNumber: options = options with { Rounds = number }; break;
                case "--seconds" when isNumber: options = options with { Seconds = number }; break;
                case "--rate" when isNumber: options = options with { Rate = number }; break;
                default: return null;
            }
        }

        return options;
    }
}

/// <summary>A measurement that cannot be made, or whose result must not be believed. The message is for the reader of the report.</summary>
internal sealed class BenchException(string message) : Exception(message);
