namespace Softswitch.Host;

/// <summary>What the process tells its parent.</summary>
internal static class ExitCodes
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>Something outside of the program is in the way; one line said what to do.</summary>
    public const int Failure = 1;

    /// <summary>Configuration or accounts have findings; all of them were printed.</summary>
    public const int Findings = 2;

    /// <summary>Tests of dialplans are red; the report says which.</summary>
    public const int RedTests = 3;
}
