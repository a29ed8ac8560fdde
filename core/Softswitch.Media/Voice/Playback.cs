using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Softswitch.Media;

/// <summary>Sounds, played one right behind the other.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Its end, which always comes, gives back what it holds.")]
public sealed class Playback : Utterance
{
    // Only where sounds are not in the stream's own format, as after a change of codec amid a prompt.
    private AudioRecoder? _recoder;
    private SoundCursor _sounds;
    private long _played;

    internal Playback(IReadOnlyList<EncodedAudio> sounds, Action<Utterance, UtteranceEnd>? ended, object? state)
        : base(ended, state) => _sounds = new SoundCursor(sounds);

    /// <summary>Samples of the sounds played so far. Safe from any thread.</summary>
    public long Played => Volatile.Read(ref _played);

    internal override bool IsPossible(VoiceFormat format) => true;

    [SkipLocalsInit]
    internal override unsafe int Say(long tick, VoiceFormat format, RtpSource source, IVoiceLine line)
    {
        if (IsOver) return 0;
        source.MoveTo(tick, format.Codec.ClockRate);
        if (line.IsOpen)
        {
            var packet = stackalloc byte[RtpHeader.FixedLength + VoiceFormat.MostPayload];
            var bytes = new Span<byte>(packet, RtpHeader.FixedLength + VoiceFormat.MostPayload);
            var length = Fill(format, bytes[RtpHeader.FixedLength..]);
            if (length > 0) source.Say(line, packet, length, format);
        }
        else
        {
            _ = Fill(format, destination: default);
        }

        source.Advance(format.Ticks);
        return IsOver ? 0 : format.Ticks;
    }

    private protected override void Release() => _recoder?.Dispose();

    private bool IsOver => _sounds.IsOver && _recoder is not { IsEmpty: false };

    /// <summary>Takes the next packet's sound, also where it goes nowhere; returns the payload's length.</summary>
    private int Fill(VoiceFormat format, Span<byte> destination)
    {
        if (_recoder is not null && _recoder.Format == format) return Recode(destination);
        DropRecoder();
        if (_sounds.IsOver) return 0;
        if (_sounds.Sound.Codec != format.Codec)
        {
            _recoder = new AudioRecoder(format);
            return Recode(destination);
        }

        return _sounds.Sound.FrameSamples > 1 ? TakeFrame(destination) : TakeSamples(format, destination);
    }

    private int TakeFrame(Span<byte> destination)
    {
        var sound = _sounds.Sound;
        var coded = sound.Coded(_sounds.Position, sound.FrameSamples);
        if (!destination.IsEmpty) coded.CopyTo(destination);
        Pass(sound.FrameSamples);
        return coded.Length;
    }

    private int TakeSamples(VoiceFormat format, Span<byte> destination)
    {
        var size = format.Codec.BytesPerSample;
        var filled = 0;
        // Sounds of this codec that follow each other share a packet.
        while (filled < format.SamplesPerPacket && !_sounds.IsOver && _sounds.Sound.Codec == format.Codec)
        {
            var sound = _sounds.Sound;
            var count = Math.Min(format.SamplesPerPacket - filled, sound.Samples - _sounds.Position);
            if (!destination.IsEmpty) sound.Coded(_sounds.Position, count).CopyTo(destination[(filled * size)..]);
            filled += count;
            Pass(count);
        }

        if (!destination.IsEmpty) format.Silence[(filled * size)..].CopyTo(destination[(filled * size)..]);
        return format.Silence.Length;
    }

    private int Recode(Span<byte> destination)
    {
        var recoder = _recoder!;
        while (!recoder.IsFull && !_sounds.IsOver) Pass(recoder.Take(_sounds.Sound, _sounds.Position));
        if (!destination.IsEmpty) return recoder.Write(destination);
        recoder.Skip();
        return 0;
    }

    /// <summary>What it has taken too early of the sound, a fraction of a packet, is not heard.</summary>
    private void DropRecoder()
    {
        _recoder?.Dispose();
        _recoder = null;
    }

    private void Pass(int samples)
    {
        _sounds.Pass(samples);
        Volatile.Write(ref _played, _played + samples);
    }
}
