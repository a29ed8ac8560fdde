namespace Softswitch.Media;

/// <summary>How a recording is made.</summary>
public sealed record RecordingOptions
{
    /// <summary>Samples a second, 8000 to 48 000 and a multiple of 100. Default 8000.</summary>
    public int SampleRate { get; init; } = 8000;

    /// <summary>Whether each side has a channel of its own; else both are in one. Default no.</summary>
    public bool IsStereo { get; init; }

    /// <summary>The longest it becomes, 1 s to 24 h. Default 2 h.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(2);

    /// <summary>It ends when the first side has said nothing for so long; zero, as by default, for never.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> where something is out of its range.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SampleRate, 8000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SampleRate, 48_000);
        ArgumentOutOfRangeException.ThrowIfNotEqual(SampleRate % 100, 0, nameof(SampleRate));
        ArgumentOutOfRangeException.ThrowIfLessThan(Longest, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Longest, TimeSpan.FromHours(24));
        ArgumentOutOfRangeException.ThrowIfLessThan(Silence, TimeSpan.Zero);
    }
}

/// <summary>Why a recording ended.</summary>
public enum RecordingEnd
{
    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>It has become as long as it may.</summary>
    Longest,

    /// <summary>The first side has said nothing for as long as it may.</summary>
    Silence,

    /// <summary>It could not be written on: the disk is full, or read-only, or gone. What was written before is there.</summary>
    Failed,
}
