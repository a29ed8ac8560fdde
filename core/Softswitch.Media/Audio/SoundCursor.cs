namespace Softswitch.Media;

/// <summary>A place in sounds that follow each other; passes over those that are empty.</summary>
internal struct SoundCursor
{
    private readonly IReadOnlyList<EncodedAudio> _sounds;
    private int _index;

    /// <summary>At the beginning of the first.</summary>
    public SoundCursor(IReadOnlyList<EncodedAudio> sounds)
    {
        _sounds = sounds;
        SkipOver();
    }

    /// <summary>Whether all are over.</summary>
    public readonly bool IsOver => _index == _sounds.Count;

    /// <summary>The sound that it is in, where it is not over.</summary>
    public readonly EncodedAudio Sound => _sounds[_index];

    /// <summary>Samples of the sound before it.</summary>
    public int Position { get; private set; }

    /// <summary>So many samples are done, at most those that are left of the sound.</summary>
    public void Pass(int samples)
    {
        Position += samples;
        SkipOver();
    }

    private void SkipOver()
    {
        for (; !IsOver && Position >= Sound.Samples; Position = 0) _index++;
    }
}
