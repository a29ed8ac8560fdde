using System.Text;

namespace Softswitch.Sip;

/// <summary>The header fields that say what we understand, put together once.</summary>
internal sealed class Capabilities
{
    private static readonly SipMethod[] SessionMethods =
    [
        SipMethod.Invite, SipMethod.Ack, SipMethod.Cancel, SipMethod.Bye, SipMethod.Options, SipMethod.Prack, SipMethod.Update,
        SipMethod.Info, SipMethod.Refer, SipMethod.Notify, SipMethod.Message,
    ];

    public Capabilities(SessionOptions options, IEnumerable<SipMethod> handled)
    {
        var product = Encoding.UTF8.GetString(options.Product);
        string[] extensions = options.SessionExpires > TimeSpan.Zero
            ? ["100rel", "timer", "replaces", "norefersub"]
            : ["100rel", "replaces", "norefersub"];
        Uas = new UasCapabilities(SessionMethods.Union(handled), extensions);
        var allow = $"Allow: {Encoding.ASCII.GetString(Uas.Allow.Span)}\r\n";
        var supported = $"Supported: {Encoding.ASCII.GetString(Uas.Supported.Span)}\r\n";
        Allow = Encoding.ASCII.GetBytes(allow);
        UserAgent = product.Length > 0 ? Encoding.UTF8.GetBytes($"User-Agent: {product}\r\n") : [];
        Server = product.Length > 0 ? Encoding.UTF8.GetBytes($"Server: {product}\r\n") : [];
        var unreliable = supported.Replace("100rel, ", "", StringComparison.Ordinal);
        OfUnreliableInvite = [.. Encoding.ASCII.GetBytes(allow + unreliable), .. UserAgent];
        OfRequest = [.. Encoding.ASCII.GetBytes(allow + supported), .. UserAgent];
        OfResponse = [.. Encoding.ASCII.GetBytes(allow + supported), .. Server];
        OfOptions = [.. Encoding.ASCII.GetBytes(allow + "Accept: application/sdp\r\n" + supported), .. Server];
    }

    /// <summary>What requests are held against.</summary>
    public UasCapabilities Uas { get; }

    /// <summary>Allow.</summary>
    public byte[] Allow { get; }

    /// <summary>User-Agent, for requests.</summary>
    public byte[] UserAgent { get; }

    /// <summary>Server, for responses.</summary>
    public byte[] Server { get; }

    /// <summary>Allow, Supported and User-Agent.</summary>
    public byte[] OfRequest { get; }

    /// <summary>Allow, Supported without 100rel, and User-Agent.</summary>
    public byte[] OfUnreliableInvite { get; }

    /// <summary>Allow, Supported and Server.</summary>
    public byte[] OfResponse { get; }

    /// <summary>Allow, Accept, Supported and Server, for the answer to OPTIONS.</summary>
    public byte[] OfOptions { get; }
}
