using System.Text.RegularExpressions;
using Softswitch.Integration.Tests.Peers;

namespace Softswitch.Integration.Tests.Readme;

/// <summary>What the README says is done as it is printed there, and comes out as it says.</summary>
public sealed partial class ReadmeTests
{
    private const int ThreeHertz = 700;
    private const int ZeroHertz = 1600;

    [Fact]
    public async Task A_dialplan_is_checked_and_called_with_what_the_switch_comes_with()
    {
        await using var checkout = Checkout.Create();
        var section = checkout.Read("A dialplan");
        // The page shows the plan before it says where it goes.
        checkout.Write(section.Only("yaml") with { File = "dialplans/shop.yaml" });

        var said = await checkout.RunAsync(section.Blocks.Single(block => block.IsCommands).Text);

        Assert.Contains("holiday", said, StringComparison.Ordinal);
        Assert.Contains("goodbye", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_of_25_lines_and_a_plan_of_10_are_heard_by_a_real_phone()
    {
        await using var checkout = Checkout.Create();
        checkout.Record("digits/3", ThreeHertz, seconds: 4);
        checkout.Record("digits/0", ZeroHertz, seconds: 4);
        var section = checkout.Read("A plugin");
        Assert.InRange(section.Only("csharp").Lines, 1, 25);
        Assert.InRange(section.Only("yaml").Lines, 1, 10);
        await checkout.StartAsync();

        var commands = section.Blocks.Where(block => block.IsCommands).ToList();
        var alias = commands[0].Text.Split('\n').First(line => line.StartsWith("alias softswitch=", StringComparison.Ordinal));
        foreach (var block in section.Blocks.SkipLast(1))
        {
            if (block.IsCommands) await checkout.RunAsync($"{alias}\n{block.Text}");
            else checkout.Write(block);
        }

        var phone = Phone().Match(commands[^1].Text);
        Assert.True(phone.Success, commands[^1].Text);
        await using var caller = await Baresip.StartAsync(new BaresipOptions(phone.Groups["user"].Value, phone.Groups["domain"].Value, 440)
        {
            Secret = phone.Groups["secret"].Value,
            RegistrarPort = checkout.SipPort,
        });
        await caller.DialAsync(phone.Groups["dialled"].Value);
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await caller.HearsAsync(ThreeHertz);
        await caller.HearsAsync(ZeroHertz);
    }

    /// <summary>The phone as it is set up: the test's own has another port, and no loudspeaker.</summary>
    [GeneratedRegex("""echo '<sip:(?<user>\d+)@(?<domain>[\w.]+)>;auth_pass=(?<secret>\w+);outbound="sip:127\.0\.0\.1"' > (?<folder>\S+)/accounts\nbaresip -4 -f \k<folder> -e 'd (?<dialled>\S+)'\n$""")]
    private static partial Regex Phone();
}
