namespace Softswitch.Media;

/// <summary>
/// The sound of the other end's room while it sends no voice: comfort noise (RFC 3389, payload type 13), as G.711 Appendix II has it. It says how loud
/// the noise is, and, if it likes, of what colour. One for each stream.
/// </summary>
/// <param name="seed">Where the noise begins: other streams have other noise.</param>
public sealed class ComfortNoise(ulong seed)
{
    /// <summary>The lowest level that can be said, dB below overload: hardly a sample is more than 0.</summary>
    public const int Quietest = 127;

    // The level follows what is said within some 20 ms at 8 kHz, so that it is not heard to jump.
    private const float Pace = 1 / 64f;
    private const int MostCoefficients = 12;
    private const float Overload = 32_768;
    private const float CoefficientStep = 258 / 32_768f;
    private const int CoefficientZero = 127;
    // Of uniform noise from -1 to 1.
    private static readonly float UniformLevel = MathF.Sqrt(1 / 3f);

    private readonly float[] _coefficients = new float[MostCoefficients];
    private readonly float[] _lattice = new float[MostCoefficients + 1];
    private uint _state = (uint)(seed ^ (seed >> 32)) | 1;
    private int _order;
    private float _wanted;
    private float _loudness;

    /// <summary>What was said last, dB below overload (0 to 127); <see cref="Quietest"/> at first.</summary>
    public int Level { get; private set; } = Quietest;

    /// <summary>
    /// Takes what a packet says: a level, and reflection coefficients, of which the first twelve count. False, and nothing changes, where the payload
    /// is empty.
    /// </summary>
    public bool Read(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return false;
        Level = payload[0] & 0x7F;
        _order = Math.Min(payload.Length - 1, MostCoefficients);
        var gain = 1f;
        for (var i = 0; i < _order; i++)
        {
            // 255 is no coefficient (RFC 3389 §3.2); at 1 the filter would ring for ever.
            var coefficient = Math.Clamp((payload[i + 1] - CoefficientZero) * CoefficientStep, -0.98f, 0.98f);
            _coefficients[i] = coefficient;
            gain *= 1 - (coefficient * coefficient);
        }

        // What the filter makes of it is as loud as what is said, whatever its colour.
        _wanted = Overload * MathF.Pow(10, -Level / 20f) * MathF.Sqrt(gain) / UniformLevel;
        return true;
    }

    /// <summary>Fills <paramref name="samples"/> with noise, of any sample rate.</summary>
    public void Generate(Span<short> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            _loudness += (_wanted - _loudness) * Pace;
            samples[i] = (short)Math.Clamp(Filter(Draw() * _loudness), short.MinValue, short.MaxValue);
        }
    }

    /// <summary>The all-pole lattice of the coefficients.</summary>
    private float Filter(float forward)
    {
        for (var i = _order - 1; i >= 0; i--)
        {
            forward -= _coefficients[i] * _lattice[i];
            _lattice[i + 1] = _lattice[i] + (_coefficients[i] * forward);
        }

        return _lattice[0] = forward;
    }

    /// <summary>Uniform noise from -1 to 1 (xorshift): 4 billion samples until it comes again.</summary>
    private float Draw()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)_state / 2_147_483_648f;
    }
}
