namespace Softswitch.Kernel.Calls;

/// <summary>Who phones are shown as calling.</summary>
/// <param name="Party">In From; an empty number is shown as anonymous (RFC 3323 §4.1).</param>
/// <param name="IsAsserted">Whether a plan shows somebody else than the caller: P-Asserted-Identity then says so too (RFC 3325 §9.1), for phones that believe that alone.</param>
internal readonly record struct ShownCaller(Party Party, bool IsAsserted = false);
