namespace Softswitch.Media.Tests.Statistics;

public sealed class RoundTripMeterTests
{
    [Fact]
    public void It_is_the_time_since_the_report_went_out_less_what_the_end_kept_it()
    {
        var meter = default(RoundTripMeter);
        meter.OnSent(0xB705_2000, TimeSpan.FromSeconds(100));

        // The example of RFC 3550 §6.4.1, figure 2: 6.125 s of round trip with 5.250 s of delay.
        Assert.True(meter.OnReport(Report(0xB705_2000, 0x0005_4000), TimeSpan.FromSeconds(111.375)));

        Assert.Equal(6.125, meter.Value!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Before_the_first_answer_it_is_unknown() => Assert.Null(default(RoundTripMeter).Value);

    [Fact]
    public void An_answer_to_a_report_that_never_went_out_is_ignored()
    {
        var meter = default(RoundTripMeter);
        meter.OnSent(1, TimeSpan.Zero);

        Assert.False(meter.OnReport(Report(2, 0), TimeSpan.FromSeconds(1)));
        Assert.False(meter.OnReport(Report(0, 0), TimeSpan.FromSeconds(1)));
        Assert.Null(meter.Value);
    }

    [Fact]
    public void An_end_that_claims_to_have_kept_it_longer_than_it_was_away_is_not_believed()
    {
        var meter = default(RoundTripMeter);
        meter.OnSent(1, TimeSpan.Zero);

        Assert.False(meter.OnReport(Report(1, 65_536), TimeSpan.FromMilliseconds(500)));
        Assert.Null(meter.Value);
    }

    [Fact]
    public void The_last_four_reports_can_be_answered()
    {
        var meter = default(RoundTripMeter);
        for (var i = 1u; i <= 5; i++) meter.OnSent(i, TimeSpan.FromSeconds(i));

        Assert.False(meter.OnReport(Report(1, 0), TimeSpan.FromSeconds(6)));
        Assert.True(meter.OnReport(Report(2, 0), TimeSpan.FromSeconds(6)));
    }

    private static ReportBlock Report(uint lastSenderReport, uint delay) => new(1, 0, 0, 0, 0, lastSenderReport, delay);
}
