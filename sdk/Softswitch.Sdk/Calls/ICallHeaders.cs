namespace Softswitch.Sdk;

/// <summary>Header fields of the INVITE that began a call. To change what goes out, write a <see cref="Sip.ISipPolicy"/>.</summary>
public interface ICallHeaders
{
    /// <summary>Values of a header field (its long or its compact name, in any case), in their order, without folding; empty where there are none.</summary>
    IReadOnlyList<string> this[string name] { get; }
}
