using System.Text;

namespace Softswitch.Sip;

/// <summary>Who ended a session.</summary>
public enum EndedBy : byte
{
    /// <summary>We did: <see cref="InviteSession.Hangup"/> or <see cref="InviteSession.Reject"/>.</summary>
    Local,

    /// <summary>The peer did: BYE, CANCEL or a final response.</summary>
    Remote,

    /// <summary>Nobody: no answer to a request, no ACK, no session refresh, a connection that broke.</summary>
    Network,
}

/// <summary>Why a session ended, as it goes into and comes from a Reason header field (RFC 3326).</summary>
/// <param name="By">Who ended it.</param>
/// <param name="Status">SIP status (of the final response, or <c>SIP;cause=</c> of a Reason), or 0.</param>
/// <param name="Q850">ITU-T Q.850 cause, 1 to 127, or 0.</param>
/// <param name="Text">Text of the Reason, or null.</param>
public readonly record struct EndCause(EndedBy By, int Status = 0, int Q850 = 0, string? Text = null)
{
    /// <summary>An ordinary hang-up: Q.850 cause 16, normal call clearing.</summary>
    public static EndCause Normal => new(EndedBy.Local, 0, 16);

    /// <summary>Answered by another contact of the same call: phones do not count it as missed (RFC 3326 §3.1).</summary>
    public static EndCause CompletedElsewhere => new(EndedBy.Local, 200, 0, "Call completed elsewhere");

    /// <summary>The cause that the Reason values of <paramref name="message"/> give; the first of each protocol counts.</summary>
    public static EndCause Read(SipMessage message, EndedBy by, int status = 0)
    {
        var q850 = 0;
        var sip = 0;
        string? text = null;
        foreach (var value in message.Values(HeaderName.Reason))
        {
            if (!Reason.TryParse(value, out var reason)) continue;
            if (reason.IsQ850 && q850 == 0 && reason.Cause <= 127) q850 = reason.Cause;
            else if (reason.IsSip && sip == 0) sip = reason.Cause;
            else continue;
            if (text is null && !reason.Text.IsEmpty) text = Unescape(reason.Text);
        }

        return new EndCause(by, sip != 0 && status == 0 ? sip : status, q850, text);
    }

    /// <summary>Writes the value of a Reason header field, nothing where there is no cause to tell.</summary>
    internal void WriteValue(SipWriter writer)
    {
        if (Status > 0) writer.Text("SIP;cause="u8).Number(Status);
        if (Status > 0 && Text is not null) WriteText(writer);
        if (Q850 == 0) return;
        if (Status > 0) writer.Text(", "u8);
        writer.Text("Q.850;cause="u8).Number(Q850);
        if (Status == 0 && Text is not null) WriteText(writer);
    }

    /// <summary>Writes a Reason header field, nothing where there is no cause to tell.</summary>
    internal void WriteHeader(SipWriter writer)
    {
        if (Status == 0 && Q850 == 0) return;
        writer.Begin(HeaderName.Reason);
        WriteValue(writer);
        writer.End();
    }

    private static string Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\')) return Encoding.UTF8.GetString(text);
        var plain = new byte[text.Length];
        return Encoding.UTF8.GetString(plain.AsSpan(0, HeaderSyntax.Unquote(text, plain)));
    }

    private void WriteText(SipWriter writer)
    {
        writer.Text(";text=\""u8);
        foreach (var rune in Text!.EnumerateRunes())
        {
            if (rune.Value < 0x20) continue;
            if (rune.Value is '"' or '\\') writer.Text("\\"u8);
            writer.Text(rune.ToString());
        }

        writer.Text("\""u8);
    }
}
