using System.Text;

namespace Softswitch.Sip.Sdp;

/// <summary>One line of a description.</summary>
/// <param name="Type">The letter before the equals sign.</param>
/// <param name="Value">What follows it, byte for byte, without the line's end.</param>
public readonly record struct SdpLine(char Type, ReadOnlyMemory<byte> Value)
{
    /// <summary>For an <c>a=</c> line: the part before the colon.</summary>
    public string AttributeName => Encoding.UTF8.GetString(SdpAttributes.NameOf(Value.Span));

    /// <summary>For an <c>a=</c> line: the part after the colon; empty for a flag.</summary>
    public string AttributeValue => Encoding.UTF8.GetString(SdpAttributes.ValueOf(Value.Span));

    /// <inheritdoc/>
    public override string ToString() => $"{Type}={Encoding.UTF8.GetString(Value.Span)}";
}
