using System.Numerics;

namespace Softswitch.Media;

/// <summary>Sound goes out.</summary>
public sealed partial class JitterBuffer
{
    // What is filled in has faded to silence then.
    private const int FillsUntilSilence = 6;
    private const int LongestBridge = 12;
    private const double TolerableMilliseconds = 15;
    private const double HeavyMilliseconds = 60;
    private const int FramesApart = 4;

    private bool _isPlaying;
    private bool _hasPlayed;
    private bool _isNoise;
    // The timestamp behind what was decoded last, and from timestamps to its time.
    private long _expected;
    private long _offset;
    // Pieces filled in since something was played.
    private int _fills = FillsUntilSilence + 1;
    private int _pause;
    // Samples of frames and packets, and their greatest common divisor.
    private int _frame;
    private int _packet;
    private int _grain = 1;

    /// <summary>
    /// Fills a frame, 10 to 60 ms of the codec's sample rate, with what is due at <paramref name="now"/>. False where nobody is heard in it: no sound, nothing filled
    /// in, no noise.
    /// </summary>
    public bool Read(TimeSpan now, Span<short> frame)
    {
        var time = Units(now);
        if (frame.Length != _frame) SetFrame(frame.Length, _packet);
        while (_line.Length < frame.Length) Step(time);
        if (_isPlaying) WaitLess(time);
        _line.Take(frame);
        return _isNoise || _fills <= FillsUntilSilence;
    }

    private long Piece => _codec.ClockRate / PiecesPerSecond;

    /// <summary>When what is decoded next will be played.</summary>
    private long End(long time) => time + (_line.Length / _samplesPerUnit);

    /// <summary>
    /// How much earlier than they are played packets are needed, at most: frames and packets that do not begin together have some of each packet wait
    /// in the line.
    /// </summary>
    private long Ahead => (_frame - _grain + (_line.Length % _grain)) / _samplesPerUnit;

    private void SetFrame(int frame, int packet)
    {
        (_frame, _packet) = (frame, packet);
        _grain = (int)BigInteger.GreatestCommonDivisor(frame, packet);
    }

    /// <summary>Decodes the next packet if its time has come, else fills in a piece.</summary>
    private void Step(long time)
    {
        if (_slots.IsEmpty)
        {
            Fill();
            return;
        }

        var missing = _slots.ToFirst(_next);
        var number = (ushort)(_next + missing);
        var (timestamp, content) = _slots.Describe(number);
        if (_latest - timestamp > _most)
        {
            for (var i = 0; i <= missing; i++) Pass(isDropped: true);
            return;
        }

        var gap = _isPlaying ? Math.Max(0, timestamp - _expected) : 0;
        // Where nothing is missing nothing was sent: that is a pause.
        var isBridged = gap > 0 && missing > 0 && gap <= Piece * LongestBridge;
        // What goes on goes on, but where it would come so early that many behind it would be late; what begins does so in time.
        var goesOn = _isPlaying && (gap == 0 || isBridged);
        var offset = End(time) + (isBridged ? gap : 0) - timestamp;
        if (offset - Ahead < (goesOn ? Target - Piece : Target))
        {
            Fill();
            return;
        }

        if (isBridged) Bridge(content == PacketContent.Sound ? _slots.Payload(number) : [], (int)gap * _samplesPerUnit);
        Play(number, timestamp, content, offset);
    }

    /// <summary>Fills in what is missing before a packet, of which it may have a copy.</summary>
    private void Bridge(ReadOnlySpan<byte> next, int gap)
    {
        var before = Math.Max(0, gap - _codec.SamplesIn(next));
        var free = _line.Free;
        var count = before == 0 ? 0 : _decoder.Conceal([], free[..before]);
        count += _decoder.Conceal(next, free[count..(count + gap - before)]);
        _line.Add(count);
        _concealed += count;
    }

    private void Play(ushort number, long timestamp, PacketContent content, long offset)
    {
        while (_next != number) Pass(isDropped: false);
        Pass(isDropped: false);
        if (content == PacketContent.Noise)
        {
            _isNoise = _noise.Read(_slots.Payload(number));
            _isPlaying = false;
        }

        if (content != PacketContent.Sound) return;
        var count = _decoder.Decode(_slots.Payload(number), _line.Free);
        if (count == 0) return;
        if (count != _packet) SetFrame(_frame, count);
        _line.Add(count);
        _expected = timestamp + (count / _samplesPerUnit);
        _offset = offset;
        _isPlaying = _hasPlayed = true;
        _isNoise = false;
        _fills = 0;
    }

    private void Fill()
    {
        _isPlaying = false;
        var piece = _line.Free[..(_codec.SampleRate / PiecesPerSecond)];
        if (_isNoise) _noise.Generate(piece);
        else if (_hasPlayed) _ = _decoder.Conceal([], piece);
        else piece.Clear();
        _line.Add(piece.Length);
        _fills++;
        if (!_isNoise && _fills <= FillsUntilSilence) _concealed += piece.Length;
    }

    /// <summary>Leaves out a period of the voice where packets are held back longer than they need to be.</summary>
    private void WaitLess(long time)
    {
        if (--_pause > 0) return;
        var excess = Time(End(time) - _expected - Ahead - Target).TotalMilliseconds;
        if (excess < TolerableMilliseconds) return;
        // Some sound that is not due yet is needed to find a period in. What would have to be filled in is not looked at.
        while (!_line.CanShorten(_frame) && GoesOn()) Step(time);
        if (!_line.CanShorten(_frame)) return;
        var shorter = _line.Shorten(excess > HeavyMilliseconds);
        _shortened += shorter;
        if (shorter > 0) _pause = excess > HeavyMilliseconds ? 1 : FramesApart;
    }

    private bool GoesOn() => !_slots.IsEmpty && _slots.Has(_next) && _slots.Describe(_next) is { Content: PacketContent.Sound } next && next.Timestamp <= _expected;
}
