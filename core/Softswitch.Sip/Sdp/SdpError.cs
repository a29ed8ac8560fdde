namespace Softswitch.Sip.Sdp;

/// <summary>Why bytes are no usable session description.</summary>
/// <param name="Line">Line at which it shows, from 1; 0 where it concerns the whole.</param>
/// <param name="Text">What is wrong, in plain words fit for a Warning header and a log.</param>
public readonly record struct SdpError(int Line, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Text : $"line {Line}: {Text}";
}
