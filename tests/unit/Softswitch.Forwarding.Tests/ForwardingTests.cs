using Softswitch.Sdk.Testing;

namespace Softswitch.Forwarding.Tests;

public sealed class ForwardingTests
{
    private const string Plan = """
        dialplan: 1
        account: acme
        uses: { forwarding: ^1 }
        extensions: { "100": {}, "101": {}, "102": {} }
        extension-flow: reach
        variables: { box: text, group: text }
        codes:
          "*72{number}": always
          "*73": never
          "*74{number}": when-busy
          "*75{number}": when-late
          "*76{number}": when-away
          "*77": as-busy
          "*78{number}": to-box
        flows:
          reach:
            - forwarding.reach: { extension: "{dialled}", box-into: box, group-into: group }
              then: { voicemail: voicemail, group: voicemail }
          voicemail:
            - play: { prompt: voicemail }
          always:
            - forwarding.set: { when: always, to: "{number}" }
              then: { done: set, invalid: wrong, not-allowed: wrong }
          never:
            - forwarding.clear: { when: always }
              then: { done: set, not-allowed: wrong }
          when-busy:
            - forwarding.set: { when: busy, to: "{number}" }
              then: { done: set, invalid: wrong, not-allowed: wrong }
          when-late:
            - forwarding.set: { when: no-answer, to: "{number}" }
              then: { done: set, invalid: wrong, not-allowed: wrong }
          when-away:
            - forwarding.set: { when: not-on-line, to: "{number}" }
              then: { done: set, invalid: wrong, not-allowed: wrong }
          as-busy:
            - forwarding.set: { when: always, to: busy }
              then: { done: set, invalid: wrong, not-allowed: wrong }
          to-box:
            - forwarding.set: { when: no-answer, to: "box:{number}" }
              then: { done: set, invalid: wrong, not-allowed: wrong }
          set:
            - play: { prompt: is-set }
          wrong:
            - play: { prompt: is-wrong }
        """;

    private readonly TestDialplan _plan = TestDialplan.Load(Plan, typeof(ReachStep).Assembly);

    [Fact]
    public async Task Without_forwarding_the_phones_ring()
    {
        var call = await Call("100").When("ext:100", Callee.Answers()).RunAsync();

        call.Rang("ext:100").WasAnswered().HadNoFailures();
    }

    [Fact]
    public async Task Always_leaves_the_phones_silent()
    {
        await Press("100", "*7250688880000");

        var call = await Call("100").When("50688880000", Callee.Answers()).RunAsync();

        call.DidNotRing("ext:100").Rang("50688880000").WasAnswered();
    }

    [Theory]
    [InlineData("*74101", "busy")]
    [InlineData("*75101", "no-answer")]
    [InlineData("*76101", "unregistered")]
    public async Task Each_condition_has_its_own_target_and_no_other(string code, string condition)
    {
        await Press("100", code);

        foreach (var (name, callee) in new[] { ("busy", Callee.Busy), ("no-answer", Callee.NoAnswer), ("unregistered", Callee.Unregistered) })
        {
            var call = await Call("100").When("ext:100", callee).When("ext:101", Callee.Answers()).RunAsync();
            if (name == condition) call.Rang("ext:101").WasAnswered();
            else call.DidNotRing("ext:101").WasNotAnswered();
        }
    }

    [Fact]
    public async Task A_forwarding_is_taken_away_again()
    {
        await Press("100", "*72101");
        await Press("100", "*73");

        (await Call("100").When("ext:100", Callee.Answers()).RunAsync()).Rang("ext:100").DidNotRing("ext:101");
    }

    [Fact]
    public async Task Conditions_do_not_undo_each_other()
    {
        await Press("100", "*74101");
        await Press("100", "*75102");
        await Press("100", "*72101");
        await Press("100", "*73");

        (await Call("100").When("ext:100", Callee.Busy).When("ext:101", Callee.Answers()).RunAsync()).Rang("ext:101");
        (await Call("100").When("ext:100", Callee.NoAnswer).When("ext:102", Callee.Answers()).RunAsync()).Rang("ext:102");
    }

    [Fact]
    public async Task An_extension_that_is_forwarded_to_is_called_as_it_wishes_itself()
    {
        await Press("100", "*72101");
        await Press("101", "*72102");

        (await Call("100").When("ext:102", Callee.Answers()).RunAsync()).DidNotRing("ext:101").Rang("ext:102").WasAnswered();
    }

    [Fact]
    public async Task A_circle_of_forwardings_ends_and_says_so()
    {
        await Press("100", "*72101");
        await Press("101", "*72100");

        var call = await Call("100").RunAsync();

        call.WasNotAnswered();
        Assert.Contains(call.Reasons, reason => reason.Contains("circle", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_can_be_refused_as_busy_without_ringing()
    {
        await Press("100", "*77");

        (await Call("100").RunAsync()).DidNotRing("ext:100").WasNotAnswered();
    }

    [Fact]
    public async Task A_voicemail_box_is_the_plan_s_to_play_with_its_number_in_a_variable()
    {
        await Press("100", "*78100");

        var call = await Call("100").When("ext:100", Callee.NoAnswer).RunAsync();

        call.Heard("voicemail");
        Assert.Equal("100", call.Variable("box"));
    }

    [Theory]
    [InlineData("100", "*72100", "to itself")]
    [InlineData("100", "*721234567890123456", "to more digits than a number has")]
    [InlineData("", "*72101", "from outside")]
    public async Task What_cannot_be_is_told(string extension, string code, string why)
    {
        var call = await _plan.Dial(code).CalledBy(extension.Length == 0 ? "+50622220000" : extension, extension: extension.Length == 0 ? null : extension).RunAsync();

        Assert.True(call.Path.Contains("wrong") || call.Status == 404, why);
        (await Call("100").When("ext:100", Callee.Answers()).RunAsync()).Rang("ext:100");
    }

    private TestCall Call(string dialled) => _plan.Dial(dialled).CalledBy("+50622220000");

    private async Task Press(string extension, string code) =>
        (await _plan.Dial(code).CalledBy(extension, extension: extension).RunAsync()).Heard("is-set").HadNoFailures();
}
