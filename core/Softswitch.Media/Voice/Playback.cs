using System.Runtime.CompilerServices;

namespace Softswitch.Media;

/// <summary>Sounds, played one right behind the other.</summary>
public sealed class Playback : Utterance
{
    private readonly IReadOnlyList<EncodedAudio> _sounds;
    private AudioRecoder? _recoder;
    private int _index;
    private int _position;
    private long _played;

    internal Playback(IReadOnlyList<EncodedAudio> sounds, Action<Utterance, UtteranceEnd>? ended, object? state)
        : base(ended, state) => _sounds = sounds;

    /// <summary>Samples played so far. Safe from any thread.</summary>
    public long Played => Volatile.Read(ref _played);

    internal override bool IsPossible(VoiceFormat format)
    {
        SkipEmpty();
        // A sound of another codec, as after a change of codec amid a prompt, is recoded on the way.
        return IsOver || _sounds[_index].Codec.SampleRate == format.Codec.SampleRate;
    }

    [SkipLocalsInit]
    internal override unsafe int Say(long tick, VoiceFormat format, RtpSource source, IVoiceLine line)
    {
        if (IsOver) return 0;
        source.MoveTo(tick, format.Codec.ClockRate);
        if (line.IsOpen)
        {
            var packet = stackalloc byte[RtpHeader.FixedLength + VoiceFormat.MostPayload];
            var bytes = new Span<byte>(packet, RtpHeader.FixedLength + VoiceFormat.MostPayload);
            var length = source.WriteSound(bytes, format.PayloadType, format.Ticks);
            length += Fill(format, bytes[length..]);
            line.Send(packet, length);
            source.CountSent(length - RtpHeader.FixedLength);
        }
        else
        {
            _ = Fill(format, destination: default);
        }

        source.Advance(format.Ticks);
        return IsOver ? 0 : format.Ticks;
    }

    private bool IsOver => _index == _sounds.Count;

    /// <summary>Takes the next packet's samples, also where they go nowhere; returns the payload's length.</summary>
    private int Fill(VoiceFormat format, Span<byte> destination)
    {
        var size = format.Codec.BytesPerSample;
        var filled = 0;
        while (filled < format.SamplesPerPacket && !IsOver)
        {
            var sound = _sounds[_index];
            var count = Math.Min(format.SamplesPerPacket - filled, sound.Samples - _position);
            if (!destination.IsEmpty) Copy(sound, count, format, destination[(filled * size)..]);
            filled += count;
            _position += count;
            SkipEmpty();
        }

        Volatile.Write(ref _played, _played + filled);
        if (!destination.IsEmpty) format.Silence[(filled * size)..].CopyTo(destination[(filled * size)..]);
        return format.Silence.Length;
    }

    private void Copy(EncodedAudio sound, int count, VoiceFormat format, Span<byte> destination)
    {
        if (sound.Codec == format.Codec) _ = sound.Copy(_position, count, destination);
        else AudioRecoder.For(ref _recoder, sound.Codec, format.Codec).Copy(sound, _position, count, destination);
    }

    private void SkipEmpty()
    {
        while (!IsOver && _position >= _sounds[_index].Samples)
        {
            _index++;
            _position = 0;
        }
    }
}
