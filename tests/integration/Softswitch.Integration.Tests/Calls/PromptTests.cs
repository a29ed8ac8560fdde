using Softswitch.Integration.Tests.Audio;
using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Calls;

/// <summary>The switch itself speaks: a real phone hears prompts, presses digits, and talks to whom they lead.</summary>
public sealed class PromptTests
{
    private const int MenuHertz = 700;
    private const int GoodbyeHertz = 1600;

    private const string Plan = """
        variables: { pressed: number }
        numbers: { "200": menu, "201": closed }
        flows:
          menu:
            - collect: { into: pressed, prompt: menu, min-digits: 3, max-digits: 3, timeout: 8s }
              then: { collected: dial, timeout: bye, too-few: bye }
          dial:
            - bridge: { to: "{pressed}" }
              then: { answered: bye, failed: bye, unreachable: bye, no-answer: bye, busy: bye, rejected: bye }
          bye: [ play: { prompt: goodbye }, hang-up: {} ]
          closed: [ play: { prompt: goodbye }, reject: { status: 486 } ]
        """;

    [Theory]
    [InlineData("", "")]
    [InlineData(";dtmfmode=info", "")]
    [InlineData("", "media: direct\n")]
    public async Task A_phone_hears_a_prompt_presses_digits_and_talks_to_whom_they_lead(string parameters, string media)
    {
        await using var process = await SwitchProcess.StartAsync(media + Plan, prepare: WritePrompts);
        var phones = new SwitchFixture(process);
        await using var callee = await phones.BaresipAsync("101", 1000);
        await using var caller = await Baresip.StartAsync(new BaresipOptions("100", TestAccount.Domain, 440)
        {
            Secret = TestAccount.Secret("100"),
            RegistrarPort = process.SipPort,
            AccountParameters = parameters,
        });

        await caller.DialAsync(SwitchFixture.Address("200"));
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await caller.HearsAsync(MenuHertz);
        await caller.PressAsync("101");
        await callee.WaitForAsync("CALL_ESTABLISHED");
        await caller.HearsAsync(1000);
        await callee.HearsAsync(440);

        await callee.HangUpAsync();
        await caller.HearsAsync(GoodbyeHertz);
        await caller.WaitForAsync("CALL_CLOSED");
    }

    [Theory]
    [InlineData("opus/48000/2", "Set audio decoder: opus 48000Hz 2ch")]
    [InlineData("G722/16000/1", "Set audio decoder: G722 16000Hz 1ch")]
    public async Task A_phone_hears_prompts_in_the_codec_that_it_likes_best(string codec, string decoder)
    {
        await using var process = await SwitchProcess.StartAsync(Plan, prepare: WritePrompts);
        var phones = new SwitchFixture(process);
        await using var callee = await phones.BaresipAsync("101", 1000);
        await using var caller = await Baresip.StartAsync(new BaresipOptions("100", TestAccount.Domain, 440)
        {
            Secret = TestAccount.Secret("100"),
            RegistrarPort = process.SipPort,
            Codecs = $"{codec},PCMU/8000/1",
        });

        await caller.DialAsync(SwitchFixture.Address("200"));
        await caller.HearsAsync(MenuHertz);
        Assert.Contains(decoder, caller.Log, StringComparison.Ordinal);

        // Who they are led to has another codec, and the caller is told of it. What is then heard is not judged: this baresip goes on resampling for the codec of before.
        await caller.PressAsync("101");
        await callee.WaitForAsync("CALL_ESTABLISHED");
        await caller.PrintsAsync("Set audio decoder: PCMU 8000Hz 1ch");
        await callee.HangUpAsync();
        await caller.WaitForAsync("CALL_CLOSED");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_phone_that_is_transferred_to_a_menu_hears_it_and_goes_on_from_there(bool byCaller)
    {
        await using var process = await SwitchProcess.StartAsync(Plan, prepare: WritePrompts);
        var phones = new SwitchFixture(process);
        await using var caller = await phones.BaresipAsync("100", 440);
        await using var callee = await phones.BaresipAsync("102", 1000);
        await using var chosen = await phones.BaresipAsync("101", 1300);
        await caller.DialAsync(SwitchFixture.Address("102"));
        await caller.WaitForAsync("CALL_ESTABLISHED");
        await callee.HearsAsync(440);
        var (transferor, transferee) = byCaller ? (caller, callee) : (callee, caller);

        await transferor.TransferAsync(SwitchFixture.Address("200"));

        await transferee.HearsAsync(MenuHertz);
        await transferor.WaitForAsync("CALL_CLOSED");
        await transferee.PressAsync("101");
        await transferee.HearsAsync(1300);
        await chosen.HangUpAsync();
        await transferee.HearsAsync(GoodbyeHertz);
        await transferee.WaitForAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task Keys_that_only_sound_are_heard_where_a_phone_has_agreed_on_no_others()
    {
        await using var process = await SwitchProcess.StartAsync(Plan, prepare: WritePrompts);
        var phones = new SwitchFixture(process);
        await using var callee = await phones.BaresipAsync("101", 1000);
        await using var voice = new RtpVoice(440);
        var scenario = new SippScenario().InviteWithCredentials(voice.Session()).Provisional(100).ExpectAnswer().Ack().ExpectRequest("BYE").Reply(200);
        await using var caller = await Sipp.StartAsync(scenario, phones.Run("100", "200"));

        await voice.HearsAsync(MenuHertz);
        voice.Press("101");
        await callee.WaitForAsync("CALL_ESTABLISHED");
        await voice.HearsAsync(1000);
        await callee.HearsAsync(440);
        await callee.HangUpAsync();
        await voice.HearsAsync(GoodbyeHertz);
        await caller.SucceedAsync();
    }

    [Fact]
    public async Task Before_the_answer_a_prompt_is_heard_as_early_media()
    {
        await using var process = await SwitchProcess.StartAsync(Plan, prepare: WritePrompts);
        var phones = new SwitchFixture(process);
        await using var voice = new RtpVoice(440);
        var scenario = new SippScenario().InviteWithCredentials(voice.Session()).Provisional(100).Expect(183, "m=audio [1-9]").Expect(486).AckRefusal();
        await using var caller = await Sipp.StartAsync(scenario, phones.Run("100", "201"));

        await voice.HearsAsync(GoodbyeHertz);
        await caller.SucceedAsync();
    }

    /// <summary>A tone each: what is heard says which it is.</summary>
    private static void WritePrompts(SwitchProcess process)
    {
        var folder = Directory.CreateDirectory(Path.Combine(process.DialplanFolder, "test", "prompts")).FullName;
        ToneFile.Write(Path.Combine(folder, "menu.wav"), MenuHertz, seconds: 20);
        ToneFile.Write(Path.Combine(folder, "goodbye.wav"), GoodbyeHertz, seconds: 2);
    }
}
