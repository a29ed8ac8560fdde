using Softswitch.Sdk;

namespace Softswitch.Forwarding;

/// <summary>Where calls are forwarded, as plans and phones spell it: a telephone number, <c>ext:101</c>, <c>box:100</c> (a voicemail box), <c>group:sales</c>, or <c>busy</c> (they are refused as busy).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The number, the extension, the box or the group; empty of <c>busy</c>.</param>
[OptionText(@"busy|\+?\d{1,15}|ext:\d{1,15}|box:\d{1,15}|group:[a-z0-9]+(-[a-z0-9]+)*")]
public sealed record ForwardTarget(ForwardKind Kind, string Value)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none of the forms.</exception>
    public static ForwardTarget Parse(string text) => TryParse(text) ?? throw new FormatException($"'{text}' is nowhere to forward to; expected a number, ext:101, box:100, group:sales or busy");

    /// <summary>Reads it; null where it is none of the forms.</summary>
    public static ForwardTarget? TryParse(string text)
    {
        if (text == "busy") return new ForwardTarget(ForwardKind.Busy, "");
        if (text.StartsWith("box:", StringComparison.Ordinal)) return IsDigits(text[4..]) ? new ForwardTarget(ForwardKind.Box, text[4..]) : null;
        if (text.StartsWith("group:", StringComparison.Ordinal)) return text.Length > 6 ? new ForwardTarget(ForwardKind.Group, text[6..]) : null;
        if (!DialTarget.TryParse(text, out var target)) return null;
        return target.Kind switch
        {
            DialTargetKind.Extension => new ForwardTarget(ForwardKind.Extension, target.Value),
            DialTargetKind.Number => new ForwardTarget(ForwardKind.Number, target.Value),
            _ => null,
        };
    }

    /// <summary>The form that is read.</summary>
    public override string ToString() => Kind switch
    {
        ForwardKind.Busy => "busy",
        ForwardKind.Box => "box:" + Value,
        ForwardKind.Group => "group:" + Value,
        ForwardKind.Extension => "ext:" + Value,
        _ => Value,
    };

    private static bool IsDigits(string text) => text.Length is > 0 and <= 15 && text.All(char.IsAsciiDigit);
}

/// <summary>Kinds of targets.</summary>
public enum ForwardKind
{
    /// <summary>A telephone number.</summary>
    Number,

    /// <summary>An extension of the account, with its own forwarding.</summary>
    Extension,

    /// <summary>A voicemail box.</summary>
    Box,

    /// <summary>A group.</summary>
    Group,

    /// <summary>The caller hears busy.</summary>
    Busy,
}
