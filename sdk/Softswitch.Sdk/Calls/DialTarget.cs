using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Softswitch.Sdk;

/// <summary>
/// Whom to ring, as a plan spells it: <c>ext:100</c> (every phone of the account's extension), <c>+50640001000</c> or <c>911</c> (a number, which goes
/// the way the account's calls go), <c>sip:someone@192.0.2.1</c> (an address).
/// </summary>
public sealed record DialTarget
{
    private const int MaximumLength = 256;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> OutsideUris = SearchValues.Create(" \t\r\n<>\"");

    private DialTarget(DialTargetKind kind, string value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>What it is.</summary>
    public DialTargetKind Kind { get; }

    /// <summary>The extension's number, the telephone number, or the whole URI.</summary>
    public string Value { get; }

    /// <summary>An extension of the account.</summary>
    /// <exception cref="FormatException">It is not 1 to 15 digits.</exception>
    public static DialTarget Extension(string number) => Parse("ext:" + number);

    /// <summary>Reads a target.</summary>
    /// <exception cref="FormatException">It is none of the three forms.</exception>
    public static DialTarget Parse(string text) =>
        TryParse(text, out var target) ? target : throw new FormatException($"'{text}' is no target; expected ext:NUMBER, a telephone number, or sip:USER@HOST");

    /// <summary>Reads a target.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out DialTarget? target)
    {
        target = null;
        if (text is null || text.Length is 0 or > MaximumLength) return false;
        if (text.StartsWith("ext:", StringComparison.Ordinal))
            target = IsNumber(text.AsSpan(4)) ? new DialTarget(DialTargetKind.Extension, text[4..]) : null;
        else if (text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("sips:", StringComparison.OrdinalIgnoreCase))
            target = IsUri(text) ? new DialTarget(DialTargetKind.Uri, text) : null;
        else if (IsNumber(text.AsSpan(text[0] == '+' ? 1 : 0)))
            target = new DialTarget(DialTargetKind.Number, text);
        return target is not null;
    }

    /// <summary>The spelling of plans.</summary>
    public override string ToString() => Kind == DialTargetKind.Extension ? "ext:" + Value : Value;

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length is > 0 and <= 15 && !text.ContainsAnyExcept(Digits);

    private static bool IsUri(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var colon && colon + 1 < text.Length && text[colon + 1] != '@' && !text.AsSpan().ContainsAny(OutsideUris);
}

/// <summary>Kinds of targets.</summary>
public enum DialTargetKind
{
    /// <summary>Every phone that is registered as an extension of the account.</summary>
    Extension,

    /// <summary>A telephone number.</summary>
    Number,

    /// <summary>A SIP address.</summary>
    Uri,
}
