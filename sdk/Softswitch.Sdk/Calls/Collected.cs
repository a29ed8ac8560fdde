namespace Softswitch.Sdk;

/// <summary>Digits somebody pressed.</summary>
/// <param name="Digits">What was pressed, without the terminator; may be empty.</param>
/// <param name="End">Why collecting ended.</param>
/// <param name="Terminator">The digit that ended it, or null.</param>
public sealed record Collected(string Digits, CollectEnd End, char? Terminator = null)
{
    /// <summary>Whether enough digits came: what a step goes on with.</summary>
    public bool IsComplete => End is CollectEnd.Complete or CollectEnd.Terminated;
}

/// <summary>Why collecting ended.</summary>
public enum CollectEnd
{
    /// <summary>The most digits came, or at least the fewest and then none in time.</summary>
    Complete,

    /// <summary>A terminator came, after at least the fewest digits.</summary>
    Terminated,

    /// <summary>No digit came at all.</summary>
    Timeout,

    /// <summary>Some came, but too few.</summary>
    TooFew,
}
