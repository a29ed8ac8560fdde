using Softswitch.Sip.Sdp;

namespace Softswitch.Kernel.Calls;

/// <summary>Descriptions of parties that are on hold and are to talk to somebody else.</summary>
internal static class HeldMedia
{
    /// <summary>What the party can do, whatever direction it is held in; null where it has said nothing.</summary>
    public static byte[]? Resume(byte[]? description)
    {
        if (description is null) return null;
        var editor = new SdpEditor();
        editor.Open(description);
        return editor.Written.ToArray();
    }
}
