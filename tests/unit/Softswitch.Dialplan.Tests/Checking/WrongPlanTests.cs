using Softswitch.Dialplan.Checking;

namespace Softswitch.Dialplan.Tests.Checking;

/// <summary>Wrong plans, and all that is to be said of them, to the letter. Line 1 is <c>dialplan</c>, line 2 <c>account</c>, line 3 <c>uses</c>; extensions are 100 and 101.</summary>
public sealed class WrongPlanTests
{
    private const string Head = "dialplan: 1\naccount: a\nuses: { ivr: ^1, time-of-day: ^1, voicemail: ^2, acd: ^1 }\n";

    public static TheoryData<string, string> Options => new()
    {
        { "ivr.menu: { promt: welcome, prompt: welcome }", "8:19 SSW2104 unknown option 'promt' for ivr.menu; did you mean 'prompt'?" },
        { "ivr.menu: {}", "8:17 SSW2101 key 'prompt' is missing; expected the name of a prompt" },
        { "ivr.menu:", "8:16 SSW2101 key 'prompt' is missing; expected the name of a prompt" },
        { "ivr.menu: welcome", "8:17 SSW2105 ivr.menu is 'welcome'; expected a map of prompt, digits, timeout, speak, language, barge-in" },
        { "ivr.menu: { prompt: welcom }", "8:27 SSW2213 unknown prompt 'welcom'; did you mean 'welcome'?" },
        { "ivr.menu: { prompt: Welcome.wav }", "8:27 SSW2106 prompt is 'Welcome.wav', which is no name of a prompt; expected lower-case letters, digits, - and _, in folders by /" },
        { "ivr.menu: { prompt: [welcome] }", "8:27 SSW2105 prompt is a list; expected the name of a prompt" },
        { "ivr.menu: { prompt: welcome, digits: 5 }", "8:44 SSW2108 digits is 5; expected a whole number from 1 to 4" },
        { "ivr.menu: { prompt: welcome, digits: two }", "8:44 SSW2105 digits is 'two'; expected a whole number from 1 to 4" },
        { "ivr.menu: { prompt: welcome, digits: 1.5 }", "8:44 SSW2105 digits is '1.5'; expected a whole number from 1 to 4" },
        { "ivr.menu: { prompt: welcome, timeout: 5 }", "8:45 SSW2107 timeout is '5', without a unit; did you mean '5s'?" },
        { "ivr.menu: { prompt: welcome, timeout: 5 minutes }", "8:45 SSW2107 timeout is '5 minutes', with an unknown unit; did you mean '5m'?" },
        { "ivr.menu: { prompt: welcome, timeout: 10m }", "8:45 SSW2108 timeout is 10m; expected 1s to 1m" },
        { "ivr.menu: { prompt: welcome, speak: this is much too long }", "8:43 SSW2108 speak is 21 characters long; expected at most 20" },
        { "ivr.menu: { prompt: welcome, speak: \"\" }", "8:43 SSW2105 speak is empty; expected text" },
        { "ivr.menu: { prompt: welcome, speak: \"a\\u0007b\" }", "8:43 SSW2106 speak holds a control character; expected plain text" },
        { "ivr.menu: { prompt: welcome, language: spanihs }", "8:46 SSW2106 language is 'spanihs'; did you mean 'spanish'?" },
        { "ivr.menu: { prompt: welcome, barge-in: on }", "8:46 SSW2106 barge-in is 'on'; expected true or false" },
        { "time-of-day: { zone: Europe/Brusels, open: { sat: \"09:00-12:00\" } }", "8:28 SSW2214 unknown time zone 'Europe/Brusels'; did you mean 'Europe/Brussels'?" },
        { "time-of-day: { zone: UTC, open: { monday: \"09:00-12:00\" } }", "8:41 SSW2106 a key of open is 'monday'; expected mon-fri, sat or sun" },
        { "time-of-day: { zone: UTC, open: { sat: 9-12 } }", "8:46 SSW2106 sat is '9-12'; expected text of the form [0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}" },
        { "time-of-day: { zone: UTC, open: [sat] }", "8:39 SSW2105 open is a list; expected a map of mon-fri or sat or sun to text" },
        { "time-of-day: { zone: UTC, open: {}, from: 8:30 }", "8:49 SSW2106 from is '8:30'; expected a time of day such as 08:30" },
        { "time-of-day: { zone: UTC, open: {}, until: 2026-02-30 }", "8:50 SSW2106 until is '2026-02-30'; expected a date such as 2026-12-25" },
        { "time-of-day: { zone: UTC, open: {}, holidays: us.ics }", "8:53 SSW2214 there is no file 'us.ics' beside the plan; did you mean 'cr.ics'?" },
        { "time-of-day: { zone: UTC, open: {}, holidays: ../b/cr.ics }", "8:53 SSW2106 holidays is '../b/cr.ics', which leads out of the account's folder; expected the name of a file beside the plan" },
        { "voicemail.record: { box: 102 }", "8:32 SSW2204 unknown extension '102'; did you mean '100'?" },
        { "voicemail.record: { box: 100, number: \"+2\" }", "8:45 SSW2214 unknown number '+2'; did you mean '+1'?" },
        { "voicemail.login: { box: 100 }", "8:26 SSW2104 unknown option 'box' for voicemail.login, which has none" },
        { "acd.queue: { agents: [] }", "8:28 SSW2105 agents is an empty list; expected a map of extension, priority, or a list of them" },
        { "acd.queue: { agents: [{ extension: 100 }, { extension: 100 }, { extension: 100 }, { extension: 100 }] }", "8:28 SSW2108 agents has 4 entries; expected 1 to 3" },
        { "acd.queue: { agents: { extension: 100, priority: 0 } }", "8:56 SSW2108 priority is 0; expected a whole number from 1 to 9" },
        { "acd.queue: { agents: { extension: 100 }, weight: 0.1 }", "8:56 SSW2108 weight is 0.1; expected a number from 0.5 to 79228162514264337593543950335" },
        { "bridge: { to: [ext:100, bob] }", "8:31 SSW2106 to is 'bob'; expected ext:NUMBER, a telephone number, or sip:USER@HOST" },
        { "bridge: { to: \"ext:{ticket}\" }", "8:21 SSW2106 to is 'ext:{ticket}'; expected ext:NUMBER, a telephone number, or sip:USER@HOST, or one variable and nothing else" },
        { "bridge: { to: \"{tiket}\" }", "8:21 SSW2212 unknown variable 'tiket'; did you mean 'ticket'?" },
        { "play: {}", "8:7 SSW2101 keys 'prompt' and 'say' are missing; expected one of them" },
        { "play: { say: Hello }", "8:7 SSW2101 key 'voice' is missing; expected the name of a voice of a plugin, which speaks what 'say' has" },
        { "play: { say: Hello, voice: acd.nobody }", "8:34 SSW2214 unknown voice 'acd.nobody'" },
        { "bridge: { to: [ext:100, ext:101], strategy: acd.longest-idel }", "8:51 SSW2214 unknown strategy 'acd.longest-idel'; did you mean 'acd.longest-idle'?" },
        { "bridge: { to: ext:100, names: acd.caller }", "8:37 SSW2214 unknown directory source 'acd.caller'; did you mean 'acd.callers'?" },
        { "bridge: { to: ext:100, strategy: recording.quietest }", "8:40 SSW2214 strategy 'recording.quietest' belongs to plugin 'recording', which the plan does not use; expected uses: { recording: ^1 }" },
        { "bridge: { to: ext:100, strategy: \"{ticket}\" }", "8:40 SSW2106 strategy is '{ticket}', a variable of type text; expected the name of a strategy of a plugin" },
        { "bridge: { to: {ticket} }", "8:21 SSW2105 to is a map; expected ext:NUMBER, a telephone number, or sip:USER@HOST; did you mean \"{ticket}\", in quotes?" },
        { "ivr.menu: { prompt: welcome, digits: \"{ticket}\" }", "8:44 SSW2106 digits is '{ticket}', a variable of type text; expected a whole number from 1 to 4" },
        { "ivr.menu: { prompt: welcome, digits: \"1{tries}\" }", "8:44 SSW2106 digits is '1{tries}'; expected a whole number from 1 to 4, or one variable and nothing else" },
        { "goto: { flow: \"{ticket}\" }", "8:21 SSW2106 flow is '{ticket}', a variable of type text; expected the name of a flow" },
        { "goto: { flow: nowhere }", "8:21 SSW2203 unknown flow 'nowhere'; expected f" },
        { "set: { variable: dialled, to: x }", "8:24 SSW2106 variable is 'dialled', which is the switch's own and cannot be set; expected a variable of the plan" },
        { "set: { variable: tickets, to: x }", "8:24 SSW2212 unknown variable 'tickets'; did you mean 'ticket'?" },
    };

    public static TheoryData<string, string> Rests => new()
    {
        // Steps and what follows them
        { "numbers: { \"1\": f }\nflows:\n  f: [ ivr.meun: { prompt: welcome } ]", "6:8 SSW2201 unknown step 'ivr.meun'; did you mean 'ivr.menu'?\n6:8 SSW2209 outcomes 'timeout' and 'invalid' of ivr.menu lead nowhere; expected them in then, or default" },
        { "numbers: { \"1\": f }\nflows:\n  f: [ recording.start: {} ]", "6:8 SSW2201 step 'recording.start' belongs to plugin 'recording', which the plan does not use; expected uses: { recording: ^1 }" },
        { "numbers: { \"1\": f }\nflows:\n  f: [ { bridge: { to: ext:100 }, hang-up: {} } ]", "6:35 SSW2201 'hang-up' is a second step beside 'bridge'; expected an entry of its own, or then" },
        { "numbers: { \"1\": f }\nflows:\n  f: [ { bridge: { to: ext:100 }, than: { busy: end } } ]", "6:35 SSW2201 'than' is a second step beside 'bridge'; expected an entry of its own, or then; did you mean 'then'?" },
        { "numbers: { \"1\": f }\nflows:\n  f: [ { then: { done: end } } ]", "6:8 SSW2101 no step is named here; expected one, such as bridge: { to: \"ext:100\" }" },
        { "numbers: { \"1\": f }\nflows:\n  f: [ bridge ]", "6:8 SSW2105 a step is 'bridge'; expected a map such as bridge: { to: \"ext:100\" }" },
        { "numbers: { \"1\": f }\nflows:\n  f:\n    - ivr.menu: { prompt: welcome }\n      deadline: 20s\n      then: { default: end }", "8:17 SSW2108 deadline is 20s; expected 100ms to 10s" },
        { "numbers: { \"1\": f }\nflows:\n  f:\n    - ivr.menu: { prompt: welcome }\n      then: { timeout: end, \"12345\": end, invalid: end }", "8:29 SSW2202 ivr.menu has no outcome '12345'; expected timeout, invalid, error or default" },
        { "numbers: { \"1\": f }\nflows:\n  f:\n    - ivr.menu: { prompt: welcome }\n      then: { timeuot: end, invalid: end }", "7:7 SSW2209 outcome 'timeout' of ivr.menu leads nowhere; expected it in then, or default\n8:15 SSW2202 ivr.menu has no outcome 'timeuot'; did you mean 'timeout'?" },
        { "numbers: { \"1\": f }\nflows:\n  f:\n    - ivr.menu: { prompt: welcome }\n      then: { timeout: { goto: f, at-most: 0 }, invalid: end }", "8:44 SSW2108 at-most is 0; expected 1 to 100" },
        { "numbers: { \"1\": f }\nflows:\n  f:\n    - ivr.menu: { prompt: welcome }\n      then: { timeout: { goto: end, else: end }, invalid: end }", "8:43 SSW2101 else is never taken; expected at-most beside it" },
        { "numbers: { \"1\": f }\nflows:\n  f:\n    - ivr.menu: { prompt: welcome }\n      then: { timeout: { got: end }, invalid: end }", "8:24 SSW2101 key 'goto' is missing; expected the name of a flow, next or end\n8:26 SSW2102 unknown key 'got' in what follows 'timeout'; did you mean 'goto'?\n7:7 SSW2209 outcome 'timeout' of ivr.menu leads nowhere; expected it in then, or default" },
        { "numbers: { \"1\": f }\nflows:\n  f:\n    - ivr.menu: { prompt: welcome }\n      then: { timeout: f, invalid: { goto: f, at-most: 3 } }", "8:24 SSW2206 a loop without a bound: f and f again; expected at-most on the way" },
        { "numbers: { \"1\": f }\nflows:\n  f: [ call: { flow: g } ]\n  g: [ call: { flow: f } ]", "7:22 SSW2206 a loop without a bound: f, g and f again; expected at-most on the way" },
        { "numbers: { \"1\": f }\nflows:\n  f: [ hang-up: {}, hang-up: {} ]", "6:21 SSW2205 nothing leads to this step of flow 'f'; expected 'next' after an outcome of the step before it" },
        { "numbers: { \"1\": f }\nflows:\n  f: [ hang-up: {} ]\n  g: [ goto: { flow: f } ]", "7:3 SSW2205 nothing leads to flow 'g'" },
        { "flows:\n  off: [ hang-up: {} ]\nnumbers: { \"1\": off }", "5:3 SSW2106 'off' cannot name a flow; it has a meaning of its own" },
        // What is dialled
        { "numbers: { \"1\": nowhere }", "4:17 SSW2203 unknown flow 'nowhere'" },
        { "numbers: { \"100\": { hang-up: {} } }", "4:12 SSW2207 number '100' is an extension too; expected a number of its own" },
        { "codes: { \"*2x\": { hang-up: {} } }", "4:10 SSW2106 '*2x' is no code; expected digits, *, #, + and placeholders such as {number}" },
        { "codes: { \"*2{number\": { hang-up: {} } }", "4:10 SSW2106 '*2{number' is no code; a placeholder is not closed" },
        { "codes: { \"*2{Nr}\": { hang-up: {} } }", "4:10 SSW2106 '*2{Nr}' is no code; 'Nr' is no name of a placeholder; expected lower-case letters, digits and hyphens, a letter first" },
        { "codes: { \"*2{a}{b}\": { hang-up: {} } }", "4:10 SSW2106 '*2{a}{b}' is no code; where 'a' ends cannot be told; expected something between it and 'b', or its length as in {a:4}" },
        { "codes: { \"*2{a:0}\": { hang-up: {} } }", "4:10 SSW2106 '*2{a:0}' is no code; '0' is no number of digits; expected 1 to 24, as 4 or 2-7" },
        { "codes: { \"*2{a}*{a}\": { hang-up: {} } }", "4:10 SSW2106 '*2{a}*{a}' is no code; placeholder 'a' is there twice" },
        { "codes: { \"*21\": { hang-up: {} }, \"*2{a}\": { hang-up: {} } }", "4:34 SSW2207 code '*2{a}' and code '*21' in line 4 both match *21; expected codes that differ" },
        { "codes: { \"*{a}*\": { hang-up: {} }, \"*2{b}\": { hang-up: {} }, \"*2{c:1-2}*\": { hang-up: {} } }", "4:62 SSW2207 code '*2{c:1-2}*' and code '*{a}*' in line 4 both match *21*; expected codes that differ" },
        { "codes: { \"10{a}\": { hang-up: {} } }", "4:10 SSW2207 code '10{a}' and extension '100' both match 100; expected codes that differ" },
        { "numbers: { \"911\": { hang-up: {} } }\ncodes: { \"9{a}\": { hang-up: {} } }", "5:10 SSW2207 code '9{a}' and number '911' in line 4 both match 911; expected codes that differ" },
        { "codes: { \"*2{tries}\": { hang-up: {} } }\nvariables: { tries: integer }", "4:10 SSW2207 placeholder 'tries' is a variable too; expected a name of its own" },
        { "codes: { \"*2{nr}\": f }\nnumbers: { \"1\": f }\nflows:\n  f: [ bridge: { to: \"{nr}\" } ]", "7:22 SSW2215 'nr' has no value in calls to number '1', which come here too" },
        { "codes: { \"*2\": [f] }", "4:16 SSW2105 code '*2' is a list; expected the name of a flow, or a step" },
        { "codes: { \"*2\": off }", "4:16 SSW2106 there is no code '*2' above that could be turned off" },
        { "extension-flow: nowhere", "4:17 SSW2203 unknown flow 'nowhere'" },
        { "on-error: [f]", "4:11 SSW2105 on-error is a list; expected the name of a flow" },
        // Declarations
        { "variables: { Ticket: text }", "4:14 SSW2106 'Ticket' is no name of a variable; expected lower-case letters, digits and hyphens, a letter first" },
        { "variables: { dialled: text }", "4:14 SSW2106 variable 'dialled' is the switch's own; expected another name" },
        { "variables: { a: string }", "4:17 SSW2106 the type of variable 'a' is 'string'; expected text, integer, decimal, boolean, duration, time, date, target, prompt, number or extension" },
        { "variables: { a: { type: integer, default: x } }", "4:43 SSW2105 the default of variable 'a' is 'x'; expected a whole number" },
        { "variables: { a: { type: extension, default: 105 } }", "4:45 SSW2204 unknown extension '105'; did you mean '100'?" },
        { "variables: { a: { type: text, default: \"{b}\" } }", "4:40 SSW2106 the default of variable 'a' is '{b}'; expected a value, without variables" },
        { "variables: { a: { default: x } }", "4:17 SSW2101 key 'type' is missing; expected text, integer, number or the like" },
        { "variables: [a]", "4:12 SSW2105 variables is a list; expected a map of variables to types" },
        { "flows: [f]", "4:8 SSW2105 flows is a list; expected a map of flows by name" },
        { "flow: {}", "4:1 SSW2102 unknown key 'flow' in the file; did you mean 'flows'?" },
    };

    public static TheoryData<string, string> Uses => new()
    {
        { "{ ivrr: ^1 }", "3:9 SSW2210 unknown plugin 'ivrr', or one that is not installed; did you mean 'ivr'?" },
        { "{ fax: ^1 }", "3:9 SSW2216 plugin 'fax' is not granted to account 'a': it is in force for the accounts of a reseller only, whose files name it: reseller: NAME" },
        { "{ ivr: ^3 }", "3:14 SSW2211 plugin 'ivr' is installed as 1.4.0, 1.2.0; '^3' asks for another version" },
        { "{ ivr: ~1.3 }", "3:14 SSW2211 plugin 'ivr' is installed as 1.4.0, 1.2.0; '~1.3' asks for another version" },
        { "{ ivr: 1.4.1 }", "3:14 SSW2211 plugin 'ivr' is installed as 1.4.0, 1.2.0; '1.4.1' asks for another version" },
        { "{ ivr: latest }", "3:14 SSW2106 the version of 'ivr' is 'latest'; expected a range such as ^1, ^1.2, ~1.2 or 1.2.3" },
        { "[ivr]", "3:7 SSW2105 uses is a list; expected a map of plugins to versions" },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void Each_wrong_option_has_its_place_and_says_what_was_expected(string step, string expected) =>
        AssertFindings(expected, $"{Head}variables: {{ ticket: text, tries: integer }}\nnumbers: {{ \"+1\": f }}\nflows:\n  f:\n    - {step}\n      then: {{ default: end }}");

    [Theory]
    [MemberData(nameof(Rests))]
    public void Each_wrong_part_has_its_place_and_says_what_was_expected(string rest, string expected) => AssertFindings(expected, Head + rest);

    [Theory]
    [MemberData(nameof(Uses))]
    public void Each_wrong_plugin_has_its_place_and_says_what_was_expected(string uses, string expected) => AssertFindings(expected, $"dialplan: 1\naccount: a\nuses: {uses}\n");

    [Fact]
    public void A_key_in_two_files_of_a_folder_is_told_with_the_other_place()
    {
        var (_, findings) = PlanSamples.Check(
            new SourceFile("a/1.yaml", "dialplan: 1\naccount: a\non-error: f\nflows:\n  f: [ hang-up: {} ]"),
            new SourceFile("a/2.yaml", "dialplan: 1\naccount: b\non-error: f\nflows:\n  f: [ hang-up: {} ]"));

        Assert.Equal(
            [
                "a/2.yaml:2:10 SSW2106 account is 'b'; expected 'a', as in the other files of the folder",
                "a/2.yaml:3:1 SSW2103 key 'on-error' is there already: a/1.yaml:3",
                "a/2.yaml:5:3 SSW2103 key 'f' is there already: a/1.yaml:5",
            ],
            findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void A_plan_with_every_kind_of_error_gets_them_all_in_one_pass()
    {
        var (plan, findings) = PlanSamples.Check(new SourceFile("a.yaml", """
            dialplan: 1
            account: a
            uses: { ivr: ^1, acd: ^9, fax: ^1, teleport: ^1, voicemail: ^2, time-of-day: ^1 }
            medai: relay
            variables: { ticket: string }
            numbers: { "1": menu, "100": menu, "2": main, "2": menu }
            codes: { "*2{nr}": ring, "*21": ring }
            reseller: { a: &anchor b }
            flows:
              main:
                - ivr.menu: { promt: welcome, digits: 9, timeout: 5 }
                  then: { timeot: main, invalid: manu }
                - ivr.meun: { prompt: welcom }
                  then: { default: main }
              menu:
                - time-of-day: { zone: Europe/Brusels, open: [sat] }
                  then: { open: ring, closed: main, holiday: menu }
              ring:
                - bridge: { to: "ext:109" }
                  then: { busy: next }
                - bridge: { to: "{number}" }
                - hang-up: {}
              forgotten:
                - bridge: { to: "{nr}" }
            """));

        Assert.Null(plan);
        Assert.Equal(
            [
                "SSW2004", "SSW2101", "SSW2102", "SSW2103", "SSW2104", "SSW2105", "SSW2106", "SSW2107", "SSW2108", "SSW2201", "SSW2202", "SSW2203", "SSW2204", "SSW2205", "SSW2206", "SSW2207",
                "SSW2209", "SSW2210", "SSW2211", "SSW2212", "SSW2213", "SSW2214", "SSW2216",
            ],
            findings.Select(finding => finding.Code).Distinct().Order());
    }

    private static void AssertFindings(string expected, string text)
    {
        var (plan, findings) = PlanSamples.Check(new SourceFile("a.yaml", text));

        Assert.Null(plan);
        Assert.Equal(string.Join('\n', expected.Split('\n').Order(StringComparer.Ordinal)), string.Join('\n', findings.Select(finding => finding.ToString()["a.yaml:".Length..]).Order(StringComparer.Ordinal)));
    }
}
