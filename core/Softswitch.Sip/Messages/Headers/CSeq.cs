namespace Softswitch.Sip;

/// <summary>The value of CSeq (RFC 3261 §20.16).</summary>
public readonly ref struct CSeq
{
    /// <summary>0 to 2³¹−1.</summary>
    public uint Number { get; private init; }

    /// <summary>The method's name as written.</summary>
    public ReadOnlySpan<byte> MethodName { get; private init; }

    /// <summary>The method.</summary>
    public SipMethod Method => SipMethods.Parse(MethodName);

    /// <summary>Reads the value; false where it is none or its number is 2³¹ or more (RFC 3261 §8.1.1.5).</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out CSeq cseq)
    {
        var valid = HeaderSyntax.TryReadNumber(ref value, int.MaxValue, out var number) && HeaderSyntax.IsToken(value);
        cseq = valid ? new CSeq { Number = (uint)number, MethodName = value } : default;
        return valid;
    }
}
