using Softswitch.Sip.Sdp;

namespace Softswitch.Kernel.Calls;

/// <summary>The offer that joins two parties who talked to others before.</summary>
internal static class OpenOffer
{
    /// <summary>
    /// What <paramref name="party"/> can do, whatever hold it is in, in a form that <paramref name="reader"/> can be offered (null:
    /// somebody who was told nothing yet). Null where the party has said nothing that can be read.
    /// </summary>
    public static byte[]? Of(Leg party, Leg? reader = null)
    {
        if (party.Description is not { } description) return null;
        var editor = new SdpEditor();
        return editor.TryOpen(description, reader?.Told, out _) ? editor.Written.ToArray() : null;
    }
}
