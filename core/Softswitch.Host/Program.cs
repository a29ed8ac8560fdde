namespace Softswitch.Host;

/// <summary>Entry of the executable.</summary>
internal static class Program
{
    private static int Main() => 0;
}
