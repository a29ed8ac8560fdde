namespace Softswitch.Sip;

/// <summary>The URI schemes that calls and registrations are addressed by.</summary>
public enum UriScheme : byte
{
    /// <summary>Any other scheme: its URI keeps its bytes.</summary>
    Unknown,
    Sip,
    Sips,
    Tel,
}
