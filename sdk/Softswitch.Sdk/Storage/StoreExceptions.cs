namespace Softswitch.Sdk;

/// <summary>The database does not answer; what was to be written may have been or not.</summary>
/// <param name="message">What happened.</param>
public sealed class StoreUnavailableException(string message) : Exception(message);

/// <summary>The account has used up the room it has with this plugin.</summary>
/// <param name="message">How much that is.</param>
public sealed class StoreQuotaException(string message) : Exception(message);
