namespace Softswitch.Sip;

/// <summary>The value of RAck: which reliable provisional response a PRACK acknowledges (RFC 3262 §7.2).</summary>
public readonly ref struct RAck
{
    /// <summary>RSeq of the response, 1 to 2³²−1.</summary>
    public uint ResponseNumber { get; private init; }

    /// <summary>CSeq number of the response, 0 to 2³¹−1.</summary>
    public uint CSeqNumber { get; private init; }

    /// <summary>Method in the response's CSeq, as written.</summary>
    public ReadOnlySpan<byte> MethodName { get; private init; }

    /// <summary>The method.</summary>
    public SipMethod Method => SipMethods.Parse(MethodName);

    /// <summary>Reads the value; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out RAck rack)
    {
        var valid = HeaderSyntax.TryReadNumber(ref value, uint.MaxValue, out var response)
            & HeaderSyntax.TryReadNumber(ref value, int.MaxValue, out var cseq)
            && response > 0 && HeaderSyntax.IsToken(value);
        rack = valid ? new RAck { ResponseNumber = (uint)response, CSeqNumber = (uint)cseq, MethodName = value } : default;
        return valid;
    }
}
