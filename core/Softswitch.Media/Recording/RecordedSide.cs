namespace Softswitch.Media;

/// <summary>
/// What one side of a recording says, on its way from the media worker to whoever writes it: a line of samples that the one fills and the other empties, without waiting for each other. A time in which nobody is heard
/// is silence.
/// </summary>
internal sealed class RecordedSide(Recorder recorder, int sampleRate, bool isFirst) : ISoundListener
{
    /// <summary>As long as the disk may take for one look: what is not written by then is lost.</summary>
    private const int Seconds = 4;
    private const int QuietBelow = 200;

    private readonly short[] _line = new short[sampleRate * Seconds];
    private readonly SoundAtRate _sound = new(sampleRate);
    private long _filled;
    private long _emptied;
    private TimeSpan _quietSince = TimeSpan.MinValue;

    /// <summary>Samples that it has, from the beginning of the recording. Safe from any thread.</summary>
    public long Filled => Volatile.Read(ref _filled);

    private long Room => _line.Length - (_filled - Volatile.Read(ref _emptied));

    /// <inheritdoc/>
    public void OnSound(in HeardSound sound)
    {
        if (recorder.PlaceOf(sound.At) is not { } place) return;
        var position = (long)(place.TotalSeconds * sampleRate);
        LookForSilence(sound, place);
        Silence(position);
        Append(_sound.Of(sound));
    }

    /// <summary>Takes what there is from <paramref name="position"/> on, up to the length of <paramref name="samples"/>; the rest is silence.</summary>
    public void Take(long position, Span<short> samples)
    {
        var filled = Filled;
        for (var i = 0; i < samples.Length; i++) samples[i] = position + i < filled ? _line[(position + i) % _line.Length] : (short)0;
        Volatile.Write(ref _emptied, position + samples.Length);
    }

    /// <summary>Silence up to a place, if that is further than half a frame away: frames that follow each other are not pulled apart by rounding.</summary>
    private void Silence(long position)
    {
        if (position - _filled < sampleRate / 100) return;
        var end = Math.Min(position, _filled + Room);
        for (var i = _filled; i < end; i++) _line[i % _line.Length] = 0;
        Volatile.Write(ref _filled, end);
    }

    private void Append(ReadOnlySpan<short> samples)
    {
        if (samples.Length > Room)
        {
            recorder.OnOverrun();
            return;
        }

        for (var i = 0; i < samples.Length; i++) _line[(_filled + i) % _line.Length] = samples[i];
        Volatile.Write(ref _filled, _filled + samples.Length);
    }

    private void LookForSilence(in HeardSound sound, TimeSpan place)
    {
        if (!isFirst || recorder.Options.Silence == TimeSpan.Zero) return;
        var isQuiet = true;
        foreach (var sample in sound.Samples)
        {
            if (Math.Abs((int)sample) >= QuietBelow) isQuiet = false;
        }

        if (!isQuiet) _quietSince = TimeSpan.MinValue;
        else if (_quietSince == TimeSpan.MinValue) _quietSince = place;
        else if (place - _quietSince >= recorder.Options.Silence) recorder.End(RecordingEnd.Silence);
    }
}
