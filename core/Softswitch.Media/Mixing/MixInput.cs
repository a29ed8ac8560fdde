namespace Softswitch.Media;

/// <summary>
/// One who is heard, frame by frame: begins, ends and changes in volume within a frame each, and where sound is missing the last sample dies away, so that nothing clicks.
/// </summary>
internal sealed class MixInput
{
    private readonly List<Branch> _branches = new(1);
    private short[] _frame = [];
    private int _rate;
    private float _from;

    /// <summary>How loud it was at the end of the frame.</summary>
    public float Gain { get; private set; }

    /// <summary>Whether anything of this frame is heard.</summary>
    public bool IsSounding => _from > 0 || Gain > 0;

    /// <summary>The next frame: <paramref name="sound"/>, as loud as <paramref name="gain"/> at its end.</summary>
    public void Set(ReadOnlySpan<short> sound, int rate, float gain)
    {
        if (!sound.IsEmpty && (rate != _rate || _frame.Length != sound.Length)) Begin(rate, sound.Length);
        _from = Gain;
        Gain = sound.IsEmpty ? 0 : gain;
        if (!sound.IsEmpty) sound.CopyTo(_frame);
        else if (_from > 0) Array.Fill(_frame, _frame[^1]);
    }

    /// <summary>Its part of a mix, which is good until the next frame.</summary>
    public ReadOnlySpan<short> For(MixBus bus)
    {
        var branch = BranchTo(bus);
        if (branch.IsMade) return branch.Samples;
        branch.IsMade = true;
        var made = branch.Resampler?.Convert(_frame, branch.Output) ?? Copy(branch.Output);
        // A rate with no whole number of samples in a frame.
        if (made < branch.Length) Array.Clear(branch.Output, made, branch.Length - made);
        SampleMath.Fade(branch.Output.AsSpan(0, branch.Length), _from, Gain);
        return branch.Samples;
    }

    /// <summary>The frame is over.</summary>
    public void End()
    {
        _from = Gain;
        foreach (var branch in _branches) branch.IsMade = false;
    }

    private int Copy(short[] output)
    {
        _frame.CopyTo(output, 0);
        return _frame.Length;
    }

    private void Begin(int rate, int length)
    {
        _branches.Clear();
        (_rate, _frame, Gain) = (rate, new short[length], 0);
    }

    private Branch BranchTo(MixBus bus)
    {
        foreach (var branch in _branches)
        {
            if (branch.Bus == bus) return branch;
        }

        var made = new Branch(bus, _rate, _frame.Length);
        _branches.Add(made);
        return made;
    }

    private sealed class Branch
    {
        public Branch(MixBus bus, int rate, int samples)
        {
            Bus = bus;
            Resampler = rate == bus.Rate ? null : Resampler.ForStream(rate, bus.Rate);
            Output = new short[Math.Max(bus.FrameLength, Resampler?.MostOutput(samples) ?? samples)];
        }

        public MixBus Bus { get; }

        public Resampler? Resampler { get; }

        public short[] Output { get; }

        public bool IsMade { get; set; }

        public int Length => Bus.FrameLength;

        public ReadOnlySpan<short> Samples => Output.AsSpan(0, Length);
    }
}
