using System.Collections.Immutable;

namespace Softswitch.Kernel.Registrar;

/// <summary>Where extensions can be reached now. Reads without locks; safe from any thread.</summary>
public interface ILocations
{
    /// <summary>The contacts of an extension that have not lapsed, the most preferred first; empty where it is not on line.</summary>
    ImmutableArray<Binding> Find(string account, string extension);
}
