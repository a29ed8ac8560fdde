namespace Softswitch.Sip.Sdp;

/// <summary>Which way media flows, seen from the side that wrote the description (RFC 3264 §5.1).</summary>
[Flags]
public enum MediaDirection
{
    /// <summary>Neither way.</summary>
    Inactive = 0,

    /// <summary>The writer only sends: the other side is on hold.</summary>
    SendOnly = 1,

    /// <summary>The writer only receives.</summary>
    RecvOnly = 2,

    /// <summary>Both ways: what holds when nothing is said.</summary>
    SendRecv = SendOnly | RecvOnly,
}

/// <summary>The arithmetic of directions.</summary>
public static class MediaDirections
{
    /// <summary>The same flow seen from the other side.</summary>
    public static MediaDirection Reversed(this MediaDirection direction) => direction switch
    {
        MediaDirection.SendOnly => MediaDirection.RecvOnly,
        MediaDirection.RecvOnly => MediaDirection.SendOnly,
        _ => direction,
    };

    /// <summary>What is left when the writer puts the other side on hold: it stops receiving (RFC 3264 §8.4).</summary>
    public static MediaDirection Held(this MediaDirection direction) => direction & MediaDirection.SendOnly;

    /// <summary>
    /// What flows, seen from the offerer, once <paramref name="answer"/> has come to <paramref name="offer"/> (RFC 3264 §6.1).
    /// An answer that claims more than was offered gets what was offered.
    /// </summary>
    public static MediaDirection Negotiate(MediaDirection offer, MediaDirection answer) => offer & answer.Reversed();
}
