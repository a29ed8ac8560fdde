using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>The Q.850 cause that goes with a refusal (RFC 3398 §7.2.6.1, and 127, interworking, for what it leaves out).</summary>
internal static class RefusalCauses
{
    /// <summary>The cause of a status from 400 to 699.</summary>
    public static HangupCause Of(int status) => new(status, status switch
    {
        401 or 402 or 403 or 407 or 603 => 21,
        404 or 485 or 604 => 1,
        405 => 63,
        406 or 415 or 501 => 79,
        408 or 504 => 102,
        410 => 22,
        480 => 18,
        482 or 483 => 25,
        484 => 28,
        486 or 600 => 17,
        502 => 38,
        400 or 481 or 500 or 503 => 41,
        _ => 127,
    });
}
