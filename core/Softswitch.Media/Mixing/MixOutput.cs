namespace Softswitch.Media;

/// <summary>What one listener is sent, in its own codec and on its way from the mixer to its voice: as many frames as its packets hold, of which the oldest goes where one too many comes.</summary>
internal sealed class MixOutput : IDisposable
{
    private byte[][] _frames = [];
    private int[] _lengths = [];
    private short[] _sound = [];
    private IAudioEncoder? _encoder;
    private VoiceFormat? _format;
    private float _gain;
    private int _first;
    private int _count;
    private int _offset;

    /// <summary>What it hears; null while it cannot be spoken to.</summary>
    public MixBus? Bus { get; private set; }

    /// <summary>How it is spoken to.</summary>
    public VoiceFormat? Format => _format;

    /// <summary>It is spoken to in another way, and hears <paramref name="bus"/>.</summary>
    public void Adapt(VoiceFormat? format, MixBus? bus)
    {
        Dispose();
        (_format, Bus) = (format, bus);
        if (format is null || bus is null) return;
        bus.Listeners++;
        _encoder = format.Codec.NewEncoder();
        _sound = new short[bus.FrameLength];
        // Packets of an odd number of ticks find half a frame left.
        var frames = (format.Ticks / 2) + (format.Ticks % 2 * 2);
        _lengths = new int[frames];
        _frames = new byte[frames][];
        var bytes = format.Codec.BytesPerSample > 0 ? bus.FrameLength * format.Codec.BytesPerSample : VoiceFormat.MostPayload;
        for (var i = 0; i < frames; i++) _frames[i] = new byte[bytes];
    }

    /// <summary>It hears something else than the room: of what it will hear then it hears the beginning faintly.</summary>
    public void Pause() => (_gain, _first, _count, _offset) = (0, 0, 0, 0);

    /// <summary>It is sent what all hear, or where it is one of those who are heard (<paramref name="own"/>) or is whispered to, a mix of its own; as loud as <paramref name="gain"/> at the end of it.</summary>
    public void Send(MixInput? own, RoomMember listener, List<RoomMember> whispering, float gain)
    {
        var bus = Bus!;
        var before = _gain;
        _gain = gain;
        if (own is null && before == 1 && gain == 1 && !IsWhisperedTo(listener, whispering))
        {
            if (_format!.Codec.BytesPerSample > 0) Put(bus.Encoded(_format.Codec, _encoder!));
            else Encode(bus.Common);
            return;
        }

        if (before == 0 && gain == 0)
        {
            Array.Clear(_sound);
        }
        else
        {
            bus.BeginOwn(own is null ? default : own.For(bus));
            foreach (var member in whispering)
            {
                if (member.Audience == listener) bus.AddOwn(member.Input.For(bus));
            }

            bus.EndOwn(_sound);
            SampleMath.Fade(_sound, before, gain);
        }

        Encode(_sound);
    }

    /// <summary>Takes a packet's payload in <paramref name="format"/> and returns its length; silence where there is not enough, 0 where nothing is to be sent.</summary>
    public int Take(VoiceFormat format, Span<byte> payload)
    {
        if (format != _format) return 0;
        if (format.Codec.BytesPerSample == 0) return TakeFrame(payload);
        var wanted = format.Silence.Length;
        if ((_count * (_frames.Length == 0 ? 0 : _frames[0].Length)) - _offset < wanted)
        {
            format.Silence.CopyTo(payload);
            return wanted;
        }

        for (var taken = 0; taken < wanted;)
        {
            var frame = _frames[_first];
            var count = Math.Min(wanted - taken, frame.Length - _offset);
            frame.AsSpan(_offset, count).CopyTo(payload[taken..]);
            taken += count;
            _offset += count;
            if (_offset == frame.Length) Drop();
        }

        return wanted;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Bus is { } bus) bus.Listeners--;
        Bus = null;
        _encoder?.Dispose();
        _encoder = null;
        _format = null;
        Pause();
    }

    private int TakeFrame(Span<byte> payload)
    {
        if (_count == 0) return 0;
        var length = _lengths[_first];
        _frames[_first].AsSpan(0, length).CopyTo(payload);
        Drop();
        return length;
    }

    private void Encode(ReadOnlySpan<short> sound)
    {
        var place = Place();
        _lengths[place] = _encoder!.Encode(sound, _frames[place]);
    }

    private void Put(ReadOnlySpan<byte> coded)
    {
        var place = Place();
        coded.CopyTo(_frames[place]);
        _lengths[place] = coded.Length;
    }

    private int Place()
    {
        if (_count == _frames.Length) Drop();
        return (_first + _count++) % _frames.Length;
    }

    private void Drop()
    {
        _first = (_first + 1) % _frames.Length;
        _count--;
        _offset = 0;
    }

    private static bool IsWhisperedTo(RoomMember listener, List<RoomMember> whispering)
    {
        foreach (var member in whispering)
        {
            if (member.Audience == listener) return true;
        }

        return false;
    }
}
