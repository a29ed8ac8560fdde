namespace Softswitch.Sdk;

/// <summary>Life of a call, as a step sees it.</summary>
public enum CallState
{
    /// <summary>It has come in and nobody has answered.</summary>
    Incoming,

    /// <summary>It is answered.</summary>
    Answered,

    /// <summary>It is over.</summary>
    Ended,
}
