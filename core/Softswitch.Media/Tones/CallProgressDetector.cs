namespace Softswitch.Media;

/// <summary>What can be heard of how a call gets on.</summary>
public enum CallProgress
{
    /// <summary>The one who is called is talking.</summary>
    Busy,

    /// <summary>There is no way there now.</summary>
    Congestion,

    /// <summary>An announcement follows of why the call cannot be put through.</summary>
    SpecialInformation,

    /// <summary>A fax machine calls (CNG, ITU-T T.30: 1100 Hz).</summary>
    FaxCalling,

    /// <summary>A fax machine or modem has answered (CED, ITU-T T.30: 2100 Hz; or the preamble of V.21).</summary>
    FaxAnswer,
}

/// <summary>
/// Hears in the sound of a stream what a network or a machine says in tones, by libspandsp. One for each stream; a frame leaves no garbage.
/// </summary>
public sealed unsafe class CallProgressDetector : IDisposable
{
    /// <summary>Samples a second of the sound that it listens to.</summary>
    public const int SampleRate = 8000;

    // How much longer or shorter than they should be pieces of a tone may be.
    private const double Tolerance = 0.2;
    private const int ShortestMilliseconds = 40;
    // What is nearer than this the library's blocks of 16 ms do not hold apart.
    private const int NearestHertz = 30;

    private readonly SpandspLibrary.TonesHandle _tones;
    private readonly SpandspLibrary.ConnectToneHandle _calling;
    private readonly SpandspLibrary.ConnectToneHandle _answer;
    private readonly CallProgress[] _meanings;
    // Where the library puts the tone that it has heard; memory that stays where it is.
    private readonly int[] _heard = GC.AllocateArray<int>(1, pinned: true);

    /// <summary>Knows the tones of a country. Throws <see cref="MissingLibraryException"/> where libspandsp is not installed.</summary>
    public CallProgressDetector(CountryTones country)
    {
        SpandspLibrary.Library.Require();
        var tones = new List<(Tone Tone, CallProgress Meaning)>();
        Learn(tones, country.Busy, CallProgress.Busy);
        Learn(tones, country.Congestion, CallProgress.Congestion);
        Learn(tones, country.SpecialInformation, CallProgress.SpecialInformation);
        _meanings = [.. tones.Select(tone => tone.Meaning)];

        var patterns = SpandspLibrary.NewPatterns(0);
        var known = new List<int>();
        // Once could be chance.
        foreach (var (tone, meaning) in tones) Describe(patterns, tone, meaning == CallProgress.SpecialInformation ? 1 : 2, known);
        fixed (int* heard = _heard) _tones = SpandspLibrary.NewTones(patterns, heard);
        _calling = SpandspLibrary.NewConnectTone(0, SpandspLibrary.FaxCalling, 0, 0);
        _answer = SpandspLibrary.NewConnectTone(0, SpandspLibrary.FaxAnswerOrPreamble, 0, 0);
    }

    /// <summary>
    /// Listens to a frame of any length at 8 kHz. What it has recognized in it, once for each time that it begins; null for nothing. Busy and congestion are
    /// recognized when their cadence has come twice, special information when it has come once.
    /// </summary>
    public CallProgress? Listen(ReadOnlySpan<short> samples)
    {
        _heard[0] = SpandspLibrary.NoTone;
        fixed (short* first = samples)
        {
            _ = SpandspLibrary.ListenForTones(_tones, first, samples.Length);
            _ = SpandspLibrary.ListenForConnectTone(_calling, first, samples.Length);
            _ = SpandspLibrary.ListenForConnectTone(_answer, first, samples.Length);
        }

        if (SpandspLibrary.ConnectTone(_calling) > 0) return CallProgress.FaxCalling;
        if (SpandspLibrary.ConnectTone(_answer) > 0) return CallProgress.FaxAnswer;
        return _heard[0] == SpandspLibrary.NoTone ? null : _meanings[_heard[0]];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tones.Dispose();
        _calling.Dispose();
        _answer.Dispose();
    }

    /// <summary>In some countries one tone has two meanings; the first one counts.</summary>
    private static void Learn(List<(Tone Tone, CallProgress Meaning)> tones, Tone tone, CallProgress meaning)
    {
        if (!tones.Exists(known => known.Tone.SoundsAs(tone))) tones.Add((tone, meaning));
    }

    private static void Describe(nint patterns, Tone tone, int times, List<int> known)
    {
        var number = SpandspLibrary.AddTone(patterns);
        for (var i = 0; i < times; i++)
        {
            foreach (var segment in tone.Segments)
            {
                var frequencies = segment.Frequencies;
                var length = segment.Duration.TotalMilliseconds;
                // An announcement comes when it likes.
                var isOpen = times == 1 && frequencies.IsEmpty;
                _ = SpandspLibrary.AddPiece(
                    patterns,
                    number,
                    frequencies.Length > 0 ? Known(frequencies[0], known) : 0,
                    frequencies.Length > 1 ? Known(frequencies[1], known) : 0,
                    isOpen ? ShortestMilliseconds : (int)(length * (1 - Tolerance)),
                    isOpen ? 0 : (int)(length * (1 + Tolerance)));
            }
        }
    }

    private static int Known(ToneFrequency frequency, List<int> known)
    {
        var hertz = (int)frequency.Hertz;
        foreach (var one in known)
        {
            if (Math.Abs(one - hertz) < NearestHertz) return one;
        }

        known.Add(hertz);
        return hertz;
    }
}
