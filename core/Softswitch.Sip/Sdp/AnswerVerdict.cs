namespace Softswitch.Sip.Sdp;

/// <summary>Whether an answer fits its offer.</summary>
/// <param name="IsUsable">False where the two sides would not mean the same streams.</param>
/// <param name="Text">What does not fit, in plain words; of a usable answer what was tolerated, or empty.</param>
public readonly record struct AnswerVerdict(bool IsUsable, string Text)
{
    /// <summary>An answer without a fault.</summary>
    public static AnswerVerdict Good { get; } = new(true, "");

    internal static AnswerVerdict Unusable(string text) => new(false, text);
}
