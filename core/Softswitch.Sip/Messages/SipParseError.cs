namespace Softswitch.Sip;

/// <summary>Why bytes are not a valid message.</summary>
/// <param name="Status">The status to answer a request with (400, 413, 505 ...), or 0 where no answer is possible or due (a response, no usable Via).</param>
/// <param name="Text">What is wrong, in plain words fit for a reason phrase and a log.</param>
/// <param name="Offset">Byte in the message at which it shows.</param>
public readonly record struct SipParseError(int Status, string Text, int Offset);
