namespace Softswitch.TimeOfDay.Tests.Hours;

public sealed class OpeningHoursTests
{
    [Theory]
    [InlineData("08:00-17:00", 8 * 60, true)]
    [InlineData("08:00-17:00", (17 * 60) - 1, true)]
    [InlineData("08:00-17:00", 17 * 60, false)]
    [InlineData("08:00-17:00", (8 * 60) - 1, false)]
    [InlineData("00:00-24:00", 0, true)]
    [InlineData("00:00-24:00", (24 * 60) - 1, true)]
    [InlineData("22:00-06:00", (23 * 60) + 59, true)]
    [InlineData("22:00-06:00", 60, false)]
    public void A_minute_of_the_same_day_is_within_or_not(string hours, int minute, bool expected) => Assert.Equal(expected, OpeningHours.Parse(hours).Holds(minute));

    [Theory]
    [InlineData("22:00-06:00", 0, true)]
    [InlineData("22:00-06:00", (6 * 60) - 1, true)]
    [InlineData("22:00-06:00", 6 * 60, false)]
    [InlineData("08:00-17:00", 0, false)]
    [InlineData("08:00-24:00", 0, false)]
    public void A_night_goes_on_the_next_morning(string hours, int minute, bool expected) => Assert.Equal(expected, OpeningHours.Parse(hours).HoldsNextDay(minute));

    [Theory]
    [InlineData("")]
    [InlineData("8:00-17:00")]
    [InlineData("08:00 17:00")]
    [InlineData("08:60-17:00")]
    [InlineData("24:00-08:00")]
    [InlineData("08:00-25:00")]
    [InlineData("08:00-08:00")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => OpeningHours.Parse(text));

    [Theory]
    [InlineData("08:00-17:30")]
    [InlineData("22:00-24:00")]
    public void It_is_written_as_it_is_read(string text) => Assert.Equal(text, OpeningHours.Parse(text).ToString());
}
