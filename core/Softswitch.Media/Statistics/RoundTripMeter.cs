namespace Softswitch.Media;

/// <summary>
/// The round trip between us and one end, from the RTCP that passes through (RFC 3550 §6.4.1): we note when a sender
/// report goes to it, and its reports say which one they answer and how long it kept it. No clocks need to agree.
/// </summary>
public struct RoundTripMeter
{
    private const int Remembered = 4;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private SentReports _sent;
    private int _next;
    private TimeSpan _value;
    private bool _isMeasured;

    /// <summary>The last measured round trip, or null.</summary>
    public readonly TimeSpan? Value => _isMeasured ? _value : null;

    /// <summary>A sender report has been sent to the end.</summary>
    public void OnSent(uint middleOfNtp, TimeSpan now)
    {
        _sent[_next] = new SentReport(middleOfNtp, now);
        _next = (_next + 1) % Remembered;
    }

    /// <summary>The end's report has come. False when it answers nothing that we know of, or claims an impossible time.</summary>
    public bool OnReport(in ReportBlock block, TimeSpan now)
    {
        if (block.LastSenderReport == 0) return false;
        for (var i = 0; i < Remembered; i++)
        {
            if (_sent[i].MiddleOfNtp != block.LastSenderReport) continue;
            var kept = TimeSpan.FromTicks(block.DelaySinceLastSenderReport * TimeSpan.TicksPerSecond / 65_536);
            var roundTrip = now - _sent[i].At - kept;
            // The end's clock may run a little fast.
            if (roundTrip < TimeSpan.FromMilliseconds(-10) || roundTrip > Longest) return false;
            _value = roundTrip < TimeSpan.Zero ? TimeSpan.Zero : roundTrip;
            _isMeasured = true;
            return true;
        }

        return false;
    }

    private readonly record struct SentReport(uint MiddleOfNtp, TimeSpan At);

    [System.Runtime.CompilerServices.InlineArray(Remembered)]
    private struct SentReports
    {
        private SentReport _first;
    }
}
