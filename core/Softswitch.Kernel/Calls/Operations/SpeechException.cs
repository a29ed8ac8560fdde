namespace Softswitch.Kernel.Calls;

/// <summary>Why the switch cannot speak with a caller: a step that wants it to comes to the outcome <c>error</c>.</summary>
internal static class SpeechException
{
    /// <summary>The caller's phone has no audio in PCMU or PCMA to offer, or only encrypted.</summary>
    public static InvalidOperationException NoCommonCodec => new("The switch has no codec in common with the caller.");

    /// <summary>The caller's phone takes no digits.</summary>
    public static InvalidOperationException Impossible => new("It cannot be sent in what was agreed with the caller's phone.");
}
