namespace Softswitch.Sip;

/// <summary>The methods the stack knows by name; any other token is <see cref="Unknown"/> and keeps its bytes.</summary>
public enum SipMethod : byte
{
    /// <summary>A method that is none of the others (RFC 3261 §7.1: an extension method).</summary>
    Unknown,
    Invite,
    Ack,
    Bye,
    Cancel,
    Register,
    Options,
    Prack,
    Update,
    Info,
    Refer,
    Subscribe,
    Notify,
    Publish,
    Message,
}

/// <summary>Names of methods.</summary>
public static class SipMethods
{
    /// <summary>The method of this exact name (methods are case-sensitive, RFC 3261 §7.1), or <see cref="SipMethod.Unknown"/>.</summary>
    public static SipMethod Parse(ReadOnlySpan<byte> name)
    {
        var candidate = name.Length switch
        {
            3 => name[0] == 'A' ? SipMethod.Ack : SipMethod.Bye,
            4 => SipMethod.Info,
            5 => name[0] == 'P' ? SipMethod.Prack : SipMethod.Refer,
            6 => name[0] switch
            {
                (byte)'I' => SipMethod.Invite,
                (byte)'C' => SipMethod.Cancel,
                (byte)'N' => SipMethod.Notify,
                _ => SipMethod.Update,
            },
            7 => name[0] switch
            {
                (byte)'O' => SipMethod.Options,
                (byte)'P' => SipMethod.Publish,
                _ => SipMethod.Message,
            },
            8 => SipMethod.Register,
            9 => SipMethod.Subscribe,
            _ => SipMethod.Unknown,
        };
        return name.SequenceEqual(NameOf(candidate)) ? candidate : SipMethod.Unknown;
    }

    /// <summary>The method's name in capitals; empty for <see cref="SipMethod.Unknown"/>.</summary>
    public static ReadOnlySpan<byte> NameOf(SipMethod method) => method switch
    {
        SipMethod.Invite => "INVITE"u8,
        SipMethod.Ack => "ACK"u8,
        SipMethod.Bye => "BYE"u8,
        SipMethod.Cancel => "CANCEL"u8,
        SipMethod.Register => "REGISTER"u8,
        SipMethod.Options => "OPTIONS"u8,
        SipMethod.Prack => "PRACK"u8,
        SipMethod.Update => "UPDATE"u8,
        SipMethod.Info => "INFO"u8,
        SipMethod.Refer => "REFER"u8,
        SipMethod.Subscribe => "SUBSCRIBE"u8,
        SipMethod.Notify => "NOTIFY"u8,
        SipMethod.Publish => "PUBLISH"u8,
        SipMethod.Message => "MESSAGE"u8,
        _ => default,
    };
}
