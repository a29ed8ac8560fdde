namespace Softswitch.Sip.Sdp;

/// <summary>What a session description may measure at most; anything over a limit is refused.</summary>
public static class SdpLimits
{
    /// <summary>Whole description, bytes.</summary>
    public const int Length = 16 * 1024;

    /// <summary>Media descriptions (<c>m=</c> lines).</summary>
    public const int MediaCount = 32;

    /// <summary>Attributes (<c>a=</c> lines) of one media description, and of the session level.</summary>
    public const int AttributeCount = 256;
}
