namespace Softswitch.Media;

/// <summary>
/// Fills in for lost sound by going on with the pitch of what was heard before, as ITU-T G.711 Appendix I does, but without its delay: the last period again and
/// again, after 10 ms the last two and after 20 ms the last three, so that it does not buzz; quieter from 10 ms on, silent after 60. What is heard
/// again then is blended in.
/// </summary>
internal sealed class PacketLossConcealer
{
    private const int MostPeriods = 3;
    private const float QuieterPerStep = 0.2f;

    private readonly int _rate;
    // 10 ms.
    private readonly int _step;
    // The longest three periods and the quarter before them.
    private readonly float[] _history;
    // The history as it was when the loss began.
    private readonly float[] _heard;
    private readonly float[] _cycle;
    // What is blended out: what would have come next when the cycle changed.
    private readonly float[] _before;
    private int _lag;
    private int _periods;
    private int _length;
    private int _place;
    private int _blended;
    private int _lost;

    /// <summary>For a sound of so many samples a second, 8000 to 48 000.</summary>
    public PacketLossConcealer(int rate)
    {
        _rate = rate;
        _step = rate / 100;
        var longest = rate * 3 / 200;
        _history = new float[(longest * MostPeriods) + (longest / 4)];
        _heard = new float[_history.Length];
        _cycle = new float[longest * MostPeriods];
        _before = new float[longest / 4];
    }

    /// <summary>Takes what was heard; behind a loss its beginning is blended with what was filled in.</summary>
    public void Hear(Span<short> samples)
    {
        if (_lost > 0 && !samples.IsEmpty) BlendIn(samples);
        Remember(samples);
    }

    /// <summary>Fills in what is missing behind what was heard or filled in last.</summary>
    public void Fill(Span<short> samples)
    {
        if (_lost == 0) Begin();
        for (var i = 0; i < samples.Length; i++)
        {
            if (_lost % _step == 0 && _lost > 0 && _periods < MostPeriods) Lengthen();
            samples[i] = Next();
        }

        Remember(samples);
    }

    private int Quarter => _lag / 4;

    private void Begin()
    {
        _history.CopyTo(_heard);
        _lag = PitchFinder.Find(_heard, _rate);
        // The last period's beginning hangs on to the period before, not to its own end: what differs there is evened out.
        _before.AsSpan().Fill(_heard[^1] - _heard[^(_lag + 1)]);
        SetCycle(periods: 1);
        for (var i = 0; i < Quarter; i++) _before[i] += _cycle[i];
        _place = 0;
    }

    /// <summary>The cycle becomes one period longer, at its older end.</summary>
    private void Lengthen()
    {
        for (var i = 0; i < Quarter; i++) _before[i] = _cycle[(_place + i) % _length];
        SetCycle(_periods + 1);
        _place %= _lag;
    }

    private void SetCycle(int periods)
    {
        _periods = periods;
        _length = periods * _lag;
        _blended = 0;
        var sound = _heard.AsSpan();
        sound[^_length..].CopyTo(_cycle);
        // Its end leads over into its beginning.
        for (var i = 0; i < Quarter; i++)
        {
            var share = (i + 1f) / (Quarter + 1);
            ref var sample = ref _cycle[_length - Quarter + i];
            sample += share * (sound[^(_length + Quarter - i)] - sample);
        }
    }

    private short Next()
    {
        var sample = _cycle[_place];
        if (_blended < Quarter)
        {
            var share = (_blended + 1f) / (Quarter + 1);
            sample = _before[_blended] + (share * (sample - _before[_blended]));
            _blended++;
        }

        if (++_place == _length) _place = 0;
        var loudness = Math.Clamp(1 - (QuieterPerStep * (_lost - _step) / _step), 0, 1);
        _lost++;
        return (short)Math.Clamp(sample * loudness, short.MinValue, short.MaxValue);
    }

    private void BlendIn(Span<short> samples)
    {
        // The longer the loss was, the less the two are alike: 4 ms more for each 10.
        var more = Math.Max(0, _lost - _step) * 2 / 5;
        var length = Math.Min(samples.Length, Math.Min(Quarter + more, _step));
        for (var i = 0; i < length; i++)
        {
            var share = (i + 1f) / (length + 1);
            var filled = Next();
            samples[i] = (short)(filled + (share * (samples[i] - filled)));
        }

        _lost = 0;
    }

    private void Remember(ReadOnlySpan<short> samples)
    {
        if (samples.Length > _history.Length) samples = samples[^_history.Length..];
        _history.AsSpan(samples.Length).CopyTo(_history);
        var place = _history.AsSpan(_history.Length - samples.Length);
        for (var i = 0; i < samples.Length; i++) place[i] = samples[i];
    }
}
