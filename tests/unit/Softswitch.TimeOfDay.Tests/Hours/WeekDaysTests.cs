using static System.DayOfWeek;

namespace Softswitch.TimeOfDay.Tests.Hours;

public sealed class WeekDaysTests
{
    public static TheoryData<string, DayOfWeek[]> Spellings => new()
    {
        { "mon-fri", [Monday, Tuesday, Wednesday, Thursday, Friday] },
        { "sat", [Saturday] },
        { "mon,wed,fri", [Monday, Wednesday, Friday] },
        { "sat-mon", [Saturday, Sunday, Monday] },
        { "mon-tue,sun", [Monday, Tuesday, Sunday] },
        { "daily", [Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday] },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Days_are_spelt_alone_in_spans_and_in_lists(string text, DayOfWeek[] expected) => Assert.Equal(expected, WeekDays.Parse(text).Days);

    [Theory]
    [InlineData("")]
    [InlineData("monday")]
    [InlineData("mon-")]
    [InlineData("mon-wed-fri")]
    [InlineData("mon,mon")]
    [InlineData("mon-fri,wed")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => WeekDays.Parse(text));
}
