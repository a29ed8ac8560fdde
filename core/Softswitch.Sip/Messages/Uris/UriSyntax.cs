using System.Buffers;

namespace Softswitch.Sip;

/// <summary>Which bytes each part of a URI may hold (RFC 3261 §25.1, RFC 3966 §3).</summary>
internal static class UriSyntax
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Unreserved = Alphanumeric + "-_.!~*'()";

    // The number sign is not in the grammar, but phones that dial feature codes write it unescaped.
    private static readonly SearchValues<byte> UserBytes = Bytes(Unreserved + "%&=+$,;?/#");
    private static readonly SearchValues<byte> PasswordBytes = Bytes(Unreserved + "%&=+$,");
    private static readonly SearchValues<byte> ParameterBytes = Bytes(Unreserved + "%[]/:&+$;=");
    private static readonly SearchValues<byte> HeaderBytes = Bytes(Unreserved + "%[]/?:+$&=");
    private static readonly SearchValues<byte> OpaqueBytes = Bytes(Unreserved + "%;/?:@&=+$,[]#");
    private static readonly SearchValues<byte> SchemeBytes = Bytes(Alphanumeric + "+-.");
    private static readonly SearchValues<byte> TelephoneBytes = Bytes("0123456789ABCDEFabcdef*#-.()");

    public static bool IsUser(ReadOnlySpan<byte> text) => Holds(text, UserBytes);

    public static bool IsPassword(ReadOnlySpan<byte> text) => Holds(text, PasswordBytes);

    public static bool IsParameters(ReadOnlySpan<byte> text) => Holds(text, ParameterBytes);

    public static bool IsHeaders(ReadOnlySpan<byte> text) => Holds(text, HeaderBytes);

    public static bool IsOpaque(ReadOnlySpan<byte> text) => Holds(text, OpaqueBytes);

    public static bool IsScheme(ReadOnlySpan<byte> text) => char.IsAsciiLetter((char)text[0]) && !text.ContainsAnyExcept(SchemeBytes);

    public static bool IsTelephoneNumber(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("+"u8)) text = text[1..];
        return !text.IsEmpty && !text.ContainsAnyExcept(TelephoneBytes);
    }

    private static bool Holds(ReadOnlySpan<byte> text, SearchValues<byte> allowed) =>
        text.IsEmpty || (!text.ContainsAnyExcept(allowed) && UriEscapes.AreValid(text));

    private static SearchValues<byte> Bytes(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
