namespace Softswitch.Plugins.Isolation;

/// <summary>A hundred lines of log a second; the rest is dropped. Used by one thread.</summary>
internal sealed class LogAllowance(TimeProvider clock)
{
    private const int LinesPerSecond = 100;
    private long _second;
    private int _lines;

    /// <summary>Whether one more line may be written.</summary>
    public bool TryTake()
    {
        if (clock.GetElapsedTime(_second) > TimeSpan.FromSeconds(1))
        {
            _second = clock.GetTimestamp();
            _lines = 0;
        }

        return ++_lines <= LinesPerSecond;
    }
}
