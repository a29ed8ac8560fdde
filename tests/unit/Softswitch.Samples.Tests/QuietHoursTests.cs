using Sample.FewestCalls;
using Sample.QuietHours;
using Softswitch.Sdk;
using Softswitch.Sdk.Testing;

namespace Softswitch.Samples.Tests;

public sealed class QuietHoursTests
{
    private readonly TestPresence _presence = new("acme");

    private IKeyValueStore Store => _presence.Account.Store("sample.quiet-hours");

    [Fact]
    public void The_plan_of_the_page_does_what_its_tests_say() =>
        TestDialplan.Load(Pages.Yaml("presence-sources.md")[0], typeof(QuietHours).Assembly, typeof(FewestCalls).Assembly).RunTests(Pages.Yaml("presence-sources.md")[1]);

    [Fact]
    public async Task Who_has_quiet_hours_is_not_to_be_disturbed_until_they_end()
    {
        await Store.SetAsync("hours/100", "22:00-07:00", default);
        await Store.SetAsync("hours/101", "nonsense", default);

        _presence.Watch<QuietHours>(TimeSpan.FromDays(1));

        Assert.Equal(["01-05 22:00:00 100 DoNotDisturb until 01-06 07:00:00 (Quiet hours)", "01-06 07:00:00 100 cleared"], _presence.Transcript);
        Assert.Null(_presence["100"]);
    }

    [Fact]
    public async Task A_source_that_is_begun_again_says_the_same()
    {
        await Store.SetAsync("hours/100", "09:00-12:00", default);

        _presence.Watch<QuietHours>(TimeSpan.FromMinutes(1)).Watch<QuietHours>(TimeSpan.FromMinutes(1));

        Assert.Single(_presence.Transcript);
        Assert.Equal((ExtensionState.DoNotDisturb, "Quiet hours"), (_presence["100"]!.State, _presence["100"]!.Note));
    }
}
