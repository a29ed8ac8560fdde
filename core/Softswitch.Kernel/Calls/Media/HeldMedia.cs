namespace Softswitch.Kernel.Calls;

/// <summary>Descriptions of parties that are on hold, and are to talk to somebody else.</summary>
internal static class HeldMedia
{
    /// <summary>What the party can do, whatever direction it is held in.</summary>
    public static byte[]? Resume(byte[]? description) => description;
}
