namespace Softswitch.Sip.Sdp;

/// <summary>The media types registered for <c>m=</c> lines (RFC 8866 §8.2.1, RFC 3840 for message, RFC 6466 for image).</summary>
public enum MediaKind
{
    /// <summary>A type that is not registered; it passes as it is.</summary>
    Other,

    /// <summary>audio</summary>
    Audio,

    /// <summary>video</summary>
    Video,

    /// <summary>text (RFC 4103)</summary>
    Text,

    /// <summary>image: T.38 fax</summary>
    Image,

    /// <summary>application: data channels, BFCP</summary>
    Application,

    /// <summary>message: MSRP</summary>
    Message,
}
