namespace Softswitch.Kernel.Storage;

/// <summary>
/// Something outside of the program is not as storage needs it. The message is one line for the operator: what is wrong
/// and what to do; it is printed without a trace.
/// </summary>
public sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause);
