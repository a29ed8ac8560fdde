using Softswitch.Sdk.Testing;

namespace Softswitch.TimeOfDay.Tests;

public sealed class TimeOfDayStepTests
{
    private const string Plan = """
        dialplan: 1
        account: acme
        uses: { time-of-day: ^1 }
        extensions: { "100": {} }
        numbers: { "+50640001000": office }
        codes:
          "*31": close
          "*32": automatic
          "*33": close-for-an-hour
        flows:
          office:
            - time-of-day: { zone: America/Costa_Rica, open: { mon-fri: "08:00-17:00" }, holidays: CR, override: office }
              then: { open: open, closed: closed, holiday: holiday }
          open:
            - play: { prompt: open }
          closed:
            - play: { prompt: closed }
          holiday:
            - play: { prompt: holiday }
          close:
            - time-of-day.override: { name: office, to: closed }
          automatic:
            - time-of-day.override: { name: office, to: automatic }
          close-for-an-hour:
            - time-of-day.override: { name: office, to: closed, for: 1h }
        """;

    // A Friday, 10:00 in Costa Rica, which is six hours behind all the year.
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 16, 0, 0, TimeSpan.Zero);

    private readonly TestDialplan _plan = TestDialplan.Load(Plan, typeof(TimeOfDayStep).Assembly);

    [Theory]
    [InlineData("2026-11-20T16:00:00Z", "open")]
    [InlineData("2026-11-20T13:59:59Z", "closed")]
    [InlineData("2026-11-20T23:00:00Z", "closed")]
    [InlineData("2026-11-21T02:00:00Z", "closed")]
    [InlineData("2026-12-25T16:00:00Z", "holiday")]
    public async Task The_hours_are_those_of_the_zone(string moment, string expected) =>
        (await _plan.Dial("+50640001000").At(DateTimeOffset.Parse(moment)).RunAsync()).Heard(expected).HadNoFailures();

    [Fact]
    public async Task The_trace_says_why()
    {
        var call = await _plan.Dial("+50640001000").At(new DateTimeOffset(2026, 12, 25, 16, 0, 0, TimeSpan.Zero)).RunAsync();

        Assert.Contains("2026-12-25 is Navidad", call.Reasons);
    }

    [Fact]
    public async Task A_phone_closes_the_office_and_opens_it_again()
    {
        await _plan.Dial("*31").CalledBy("100", extension: "100").At(Friday).RunAsync();
        (await _plan.Dial("+50640001000").At(Friday.AddHours(1)).RunAsync()).Heard("closed");

        await _plan.Dial("*32").CalledBy("100", extension: "100").At(Friday.AddHours(2)).RunAsync();
        (await _plan.Dial("+50640001000").At(Friday.AddHours(2)).RunAsync()).Heard("open");
    }

    [Fact]
    public async Task An_override_for_a_time_is_over_by_itself()
    {
        await _plan.Dial("*33").CalledBy("100", extension: "100").At(Friday).RunAsync();

        (await _plan.Dial("+50640001000").At(Friday.AddMinutes(59)).RunAsync()).Heard("closed");
        (await _plan.Dial("+50640001000").At(Friday.AddMinutes(61)).RunAsync()).Heard("open");
    }
}
