using Softswitch.Sip;

namespace Softswitch.Conformance.Tests;

/// <summary>Which part of the stack decides about a message.</summary>
public enum Part
{
    /// <summary>Nobody objects.</summary>
    None,
    Parser,
    Validation,
    UasCore,
    UacCore,
}

/// <summary>What becomes of a message when it arrives in a datagram.</summary>
/// <param name="By">Who decides.</param>
/// <param name="Status">The status that is answered, or 0: accepted (<see cref="Part.None"/>) or dropped.</param>
public readonly record struct Verdict(Part By, int Status)
{
    public static UasCapabilities Capabilities { get; } =
        new(
            Enum.GetValues<SipMethod>().Where(method => method != SipMethod.Unknown),
            ["100rel", "timer", "replaces", "path", "norefersub"]);

    public static Verdict Of(ReadOnlySpan<byte> datagram) => Of(datagram, out _);

    public static Verdict Of(ReadOnlySpan<byte> datagram, out SipMessage message)
    {
        message = new SipMessage();
        if (!message.TryParse(datagram, SipLimits.Default, out var error)) return new Verdict(Part.Parser, error.Status);
        if (!MessageValidation.TryValidate(message, out error)) return new Verdict(Part.Validation, error.Status);
        if (!message.IsRequest) return new Verdict(RequestInspector.IsForUs(message) ? Part.None : Part.UacCore, 0);
        var verdict = RequestInspector.Inspect(message, Capabilities);
        return new Verdict(verdict.IsGood ? Part.None : Part.UasCore, verdict.Status);
    }
}
