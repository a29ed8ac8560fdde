namespace Softswitch.Media;

/// <summary>Hears what a stream's end says, without gaps. Called on the stream's media worker, which must not be kept waiting, and never twice at a time.</summary>
public interface ISoundListener
{
    /// <summary>Called every 20 ms while it listens.</summary>
    void OnSound(in HeardSound sound);
}

/// <summary>20 ms of what an end says.</summary>
/// <param name="samples">The samples, 16-bit linear, mono, good until the call returns; none where nobody is heard.</param>
/// <param name="sampleRate">Samples a second, 8000 to 48 000.</param>
/// <param name="at">When it is heard: time of the media clock, 20 ms after the one before, or more where the worker had no time.</param>
public readonly ref struct HeardSound(ReadOnlySpan<short> samples, int sampleRate, TimeSpan at)
{
    /// <summary>The samples; none where nobody is heard.</summary>
    public ReadOnlySpan<short> Samples { get; } = samples;

    /// <summary>Samples a second; 0 while nothing has come.</summary>
    public int SampleRate { get; } = sampleRate;

    /// <summary>When it is heard.</summary>
    public TimeSpan At { get; } = at;
}
