namespace Softswitch.Sip;

/// <summary>SIP status ↔ ITU-T Q.850 cause, as RFC 3398 §7.2.4.1 and §8.2.6.1 map them for an interworking gateway.</summary>
public static class CauseMap
{
    /// <summary>Q.850 "normal call clearing".</summary>
    public const int NormalClearing = 16;

    /// <summary>The Q.850 cause (1 to 127) of a final SIP status; 2xx is normal clearing, an unlisted one "interworking" (127).</summary>
    public static int ToQ850(int status) => status switch
    {
        < 300 => NormalClearing,
        400 => 41,
        401 or 402 or 403 or 407 or 603 => 21,
        404 or 485 or 604 => 1,
        405 => 63,
        406 or 415 or 501 => 79,
        408 or 504 => 102,
        410 => 22,
        // Not in RFC 3398: "destination out of order", which Q.850 has for user equipment that no message can be delivered to.
        430 => 27,
        413 or 414 or 416 or 420 or 421 or 423 or 505 or 513 => 127,
        480 => 18,
        481 or 500 or 503 => 41,
        482 or 483 => 25,
        484 => 28,
        486 or 600 => 17,
        487 => NormalClearing,
        488 or 606 => 31,
        502 => 38,
        _ => 127,
    };

    /// <summary>The SIP status (4xx to 6xx) for a call that a Q.850 cause ended before it was answered; 480 for 0, no cause, and for those unlisted.</summary>
    public static int ToSip(int cause) => cause switch
    {
        1 or 2 or 3 => 404,
        16 or 31 => 480,
        17 => 486,
        18 => 408,
        19 or 20 => 480,
        21 => 403,
        22 or 23 => 410,
        26 => 404,
        27 => 502,
        28 => 484,
        29 => 501,
        34 or 38 or 41 or 42 or 47 => 503,
        55 or 57 => 403,
        58 => 503,
        65 or 70 => 488,
        79 => 501,
        87 => 403,
        88 => 503,
        102 => 504,
        111 => 500,
        127 => 500,
        _ => 480,
    };
}
