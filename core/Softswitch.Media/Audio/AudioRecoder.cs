namespace Softswitch.Media;

/// <summary>Turns sound of one codec into another of the same sample rate while it is played: for the rest of a prompt when the codec changes.</summary>
internal sealed class AudioRecoder(AudioCodec from, AudioCodec to)
{
    private readonly IAudioDecoder _decoder = from.NewDecoder();
    private readonly IAudioEncoder _encoder = to.NewEncoder();
    private byte[] _coded = [];
    private short[] _samples = [];

    /// <summary>Keeps <paramref name="recoder"/> where it is for these two codecs, else makes another.</summary>
    public static AudioRecoder For(ref AudioRecoder? recoder, AudioCodec from, AudioCodec to)
    {
        if (recoder is null || recoder.From != from || recoder.To != to) recoder = new AudioRecoder(from, to);
        return recoder;
    }

    private AudioCodec From => from;

    private AudioCodec To => to;

    /// <summary>As <see cref="EncodedAudio.Copy"/>, in the other codec.</summary>
    public void Copy(EncodedAudio sound, int position, int count, Span<byte> destination)
    {
        if (_samples.Length < count)
        {
            _samples = new short[count];
            _coded = new byte[count * from.BytesPerSample];
        }

        _ = sound.Copy(position, count, _coded);
        _ = _decoder.Decode(_coded.AsSpan(0, count * from.BytesPerSample), _samples);
        _ = _encoder.Encode(_samples.AsSpan(0, count), destination);
    }
}
