namespace System.Runtime.CompilerServices;

/// <summary>What the compiler wants for <c>init</c> where the framework is older than it.</summary>
internal static class IsExternalInit;
