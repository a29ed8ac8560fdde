using System.Text;

namespace Softswitch.Sip;

/// <summary>What a user agent server can do, as it tells others in Allow, Supported and Accept, and holds requests against.</summary>
public sealed class UasCapabilities
{
    private readonly uint _methods;
    private readonly byte[][] _optionTags;
    private readonly byte[][] _sessionTypes;

    /// <param name="methods">The methods it takes; ACK and CANCEL are always taken.</param>
    /// <param name="optionTags">The extensions it supports (RFC 3261 §19.2): <c>100rel</c>, <c>timer</c> ...</param>
    /// <param name="sessionTypes">The bodies it takes with INVITE, UPDATE and PRACK; <c>application/sdp</c> where none are given.</param>
    public UasCapabilities(IEnumerable<SipMethod> methods, IEnumerable<string> optionTags, IEnumerable<string>? sessionTypes = null)
    {
        SipMethod[] all = [.. methods.Append(SipMethod.Ack).Append(SipMethod.Cancel).Distinct().Order()];
        foreach (var method in all) _methods |= 1u << (int)method;
        string[] tags = [.. optionTags];
        string[] types = [.. sessionTypes ?? ["application/sdp"]];
        _optionTags = [.. tags.Select(Encoding.ASCII.GetBytes)];
        _sessionTypes = [.. types.Select(Encoding.ASCII.GetBytes)];
        Allow = Encoding.ASCII.GetBytes(string.Join(", ", all.Select(method => Encoding.ASCII.GetString(SipMethods.NameOf(method)))));
        Supported = Encoding.ASCII.GetBytes(string.Join(", ", tags));
        Accept = Encoding.ASCII.GetBytes(string.Join(", ", types));
    }

    /// <summary>Value of the Allow header.</summary>
    public ReadOnlyMemory<byte> Allow { get; }

    /// <summary>Value of the Supported header; empty where there is no extension.</summary>
    public ReadOnlyMemory<byte> Supported { get; }

    /// <summary>Value of the Accept header.</summary>
    public ReadOnlyMemory<byte> Accept { get; }

    /// <summary>Whether the method is taken.</summary>
    public bool Takes(SipMethod method) => (_methods & (1u << (int)method)) != 0;

    /// <summary>Whether the extension is supported.</summary>
    public bool Supports(ReadOnlySpan<byte> optionTag)
    {
        foreach (var own in _optionTags)
        {
            if (HeaderSyntax.EqualsIgnoreCase(optionTag, own)) return true;
        }

        return false;
    }

    /// <summary>Whether a body, or a part of one, describes a session in a way that is understood.</summary>
    internal bool TakesSession(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body)
    {
        foreach (var own in _sessionTypes)
        {
            if (Multipart.TryFind(contentType, body, own, out _)) return true;
        }

        return false;
    }

    /// <summary>Whether the peer takes one of the session descriptions that we write.</summary>
    internal bool IsAcceptedBy(SipMessage request)
    {
        foreach (var range in request.Values(HeaderName.Accept))
        {
            if (MediaType.Is(range, "*/*"u8)) return true;
            foreach (var own in _sessionTypes)
            {
                if (MediaType.Matches(range, own)) return true;
            }
        }

        return false;
    }
}
