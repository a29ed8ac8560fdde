namespace Softswitch.Media.Tests.Rtp;

public sealed class PayloadFormatsTests
{
    private static readonly PayloadFormats Formats = new(
        [new(0, "PCMU", 8000), new(101, "telephone-event", 8000), new(110, "Telephone-Event", 48_000), new(13, "CN", 8000)]);

    [Theory]
    [InlineData(101, 8000)]
    [InlineData(110, 48_000)]
    [InlineData(0, 0)]
    [InlineData(13, 0)]
    [InlineData(96, 0)]
    public void Telephone_events_are_known_by_their_type(byte type, int clockRate) => Assert.Equal(clockRate, Formats.EventClockRate(type));

    [Fact]
    public void Those_of_the_description_keep_their_order() =>
        Assert.Equal([0, 101, 110, 13], Formats.Own.Select(format => (int)format.Type));

    [Fact]
    public void Types_and_clocks_out_of_range_are_left_out() =>
        Assert.Empty(new PayloadFormats([new(200, "telephone-event", 8000), new(101, "telephone-event", 0)]).Own);
}
