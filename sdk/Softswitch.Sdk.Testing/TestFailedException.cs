namespace Softswitch.Sdk.Testing;

/// <summary>Something was otherwise than a test expects; every framework shows the message of an exception.</summary>
/// <param name="message">What was expected, what was, and what happened.</param>
public sealed class TestFailedException(string message) : Exception(message);
