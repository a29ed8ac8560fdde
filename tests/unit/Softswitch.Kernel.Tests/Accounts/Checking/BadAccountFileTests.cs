using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Tests.Accounts.Checking;

/// <summary>Files with faults, and all that is to be said of them, to the letter.</summary>
public sealed class BadAccountFileTests
{
    private const string Head = "dialplan: 1\naccount: a\ndomains: [a.test]\n";
    private const string TwoExtensions = "extensions: { \"100\": { secret: x }, \"101\": { secret: x } }\n";

    public static TheoryData<string, string> WholeFiles => new()
    {
        { "", "a.yaml:1:1 SSW2002 the file is empty" },
        { "# nothing\n", "a.yaml:1:1 SSW2002 the file is empty" },
        { "just text", "a.yaml:1:1 SSW2105 the file is 'just text'; expected a map of dialplan, account, *" },
        { "- a\n- b\n", "a.yaml:1:1 SSW2105 the file is a list; expected a map of dialplan, account, *" },
        {
            "media: relay\n",
            """
            a.yaml:1:1 SSW2101 key 'dialplan' is missing; expected the version of the language, 1
            a.yaml:1:1 SSW2101 key 'account' is missing; expected the account's name
            a.yaml:1:1 SSW2101 key 'domains' is missing; expected the SIP domains of the account, such as [acme.example]
            """
        },
        { "dialplan: 2\naccount: a\ndomains: [a.test]", "a.yaml:1:11 SSW2106 dialplan is '2'; expected 1, the version of the language" },
        { "dialplan: 1\naccount: A B\ndomains: [a.test]", "a.yaml:2:10 SSW2106 account is 'A B'; expected lower-case letters, digits and hyphens, a letter first" },
        { "dialplan: 1\naccount:\ndomains: [a.test]", "a.yaml:2:9 SSW2105 account is empty; expected text" },
        { "dialplan: 1\naccount: a\ndomains: []", "a.yaml:3:10 SSW2105 domains is an empty list; expected the SIP domains of the account, such as [acme.example]" },
        {
            "dialplan: 1\naccount: a\ndomains: [ok.test, \"sip:a.test\", -b.test, 300.1.1.1]",
            """
            a.yaml:3:20 SSW2106 'sip:a.test' is no domain; expected a host name or an IP address, without sip: and port
            a.yaml:3:34 SSW2106 '-b.test' is no domain; expected a host name or an IP address, without sip: and port
            a.yaml:3:43 SSW2106 '300.1.1.1' is no domain; expected a host name or an IP address, without sip: and port
            """
        },
        { "dialplan: 1\naccount: a\ndomains: [a.test, A.Test]", "a.yaml:3:19 SSW2301 domain 'a.test' is there already" },
    };

    public static TheoryData<string, string> Rests => new()
    {
        // YAML itself
        { "extensions:\n\t\"100\": { secret: x }\n  \t\"101\": { secret: x }", "a.yaml:5:1 SSW2003 a tab in the indentation; expected spaces\na.yaml:6:3 SSW2003 a tab in the indentation; expected spaces" },
        { "extensions: { \"100\": { secret: x }", "a.yaml:5:1 SSW2002 not valid YAML: *" },
        { "media: relay\nmedia: relay", "a.yaml:5:1 SSW2103 key 'media' is there already, in line 4" },
        { "extensions:\n  \"100\": &one { secret: x }\n  \"101\": *one", "a.yaml:5:10 SSW2004 anchor '&one'; expected the value alone\na.yaml:6:10 SSW2004 alias '*one'; expected the value itself" },
        { "extensions:\n  \"100\": { <<: x, secret: x }", "a.yaml:5:12 SSW2004 merge key '<<'; expected the keys themselves" },
        { "media: !!str relay", "a.yaml:4:8 SSW2004 tag 'tag:yaml.org,2002:str'; expected the value alone" },
        { "media: relay\n---\nmedia: relay", "a.yaml:5:1 SSW2004 a second document begins; expected one in a file" },
        { "? [a, b]\n: c", "a.yaml:4:3 SSW2105 a key is a list; expected text" },
        { "media: " + new string('[', 40) + new string(']', 40), "a.yaml:4:8 SSW2105 media is a list; expected relay or direct\na.yaml:4:39 SSW2005 nested more than 32 deep" },
        { "media: rel\u0001ay", "a.yaml:4:11 SSW2002 not valid YAML: control character U+0001" },
        // Keys and values
        { "medai: relay", "a.yaml:4:1 SSW2102 unknown key 'medai' in the file; did you mean 'media'?" },
        { "ring_for: 30s", "a.yaml:4:1 SSW2102 unknown key 'ring_for' in the file; did you mean 'ring-for'?" },
        { "zebra: 1", "a.yaml:4:1 SSW2102 unknown key 'zebra' in the file" },
        { "media: realy", "a.yaml:4:8 SSW2106 media is 'realy'; did you mean 'relay'?" },
        { "media: both", "a.yaml:4:8 SSW2106 media is 'both'; expected relay or direct" },
        { "media: [relay]", "a.yaml:4:8 SSW2105 media is a list; expected relay or direct" },
        { "max-call: 4", "a.yaml:4:11 SSW2107 max-call is '4', without a unit; did you mean '4s'?" },
        { "max-call: 4hours", "a.yaml:4:11 SSW2107 max-call is '4hours', with an unknown unit; did you mean '4h'?" },
        { "max-call: 4x", "a.yaml:4:11 SSW2107 max-call is '4x', with an unknown unit; expected ms, s, m, h or d" },
        { "max-call: long", "a.yaml:4:11 SSW2106 max-call is 'long'; expected a duration of 1m to 24h" },
        { "max-call: -4h", "a.yaml:4:11 SSW2106 max-call is '-4h'; expected a duration of 1m to 24h" },
        { "max-call: 2d", "a.yaml:4:11 SSW2108 max-call is 2d; expected 1m to 24h" },
        { "max-call: 999999999d", "a.yaml:4:11 SSW2108 max-call is 999999999d; expected 1m to 24h" },
        { "max-call: { h: 4 }", "a.yaml:4:11 SSW2105 max-call is a map; expected a duration of 1m to 24h" },
        { "media-timeout: 5s", "a.yaml:4:16 SSW2108 media-timeout is 5s; expected 10s to 1h, or 0s for never" },
        { "record-inputs: maybe", "a.yaml:4:16 SSW2106 record-inputs is 'maybe'; expected true or false" },
        { "ring-for:", "a.yaml:4:10 SSW2105 ring-for is empty; expected a duration of 1s to 3m" },
        // Extensions
        { "extensions: [100, 101]", "a.yaml:4:13 SSW2105 extensions is a list; expected a map of extensions by number" },
        { "extensions: { \"100\": x }", "a.yaml:4:22 SSW2105 extension '100' is 'x'; expected a map of name, secret, max-contacts, allow-from, flow" },
        { "extensions: { alice: { secret: x } }", "a.yaml:4:15 SSW2106 'alice' is no number of an extension; expected 1 to 15 digits" },
        { "extensions: { \"100\": { secert: x } }", "a.yaml:4:22 SSW2208 extension '100' has neither secret nor allow-from; expected one of them, for no phone could register\na.yaml:4:24 SSW2102 unknown key 'secert' in extension '100'; did you mean 'secret'?" },
        { "extensions: { \"100\": { secret: [x] } }", "a.yaml:4:32 SSW2105 secret is a list; expected text" },
        { "extensions: { \"100\": { secret: \"\" } }", "a.yaml:4:32 SSW2105 secret is empty; expected text" },
        { "extensions: { \"100\": { secret: \"a\\nb\" } }", "a.yaml:4:32 SSW2106 secret holds a control character; expected plain text" },
        { "extensions: { \"100\": { secret: x, max-contacts: 500 } }", "a.yaml:4:49 SSW2108 max-contacts is 500; expected 1 to 50" },
        { "extensions: { \"100\": { secret: x, max-contacts: many } }", "a.yaml:4:49 SSW2105 max-contacts is 'many'; expected a whole number from 1 to 50" },
        { "extensions: { \"100\": { allow-from: [10.0.0.0/8, 10.0.0.1/8, here] } }", "a.yaml:4:49 SSW2106 allow-from is '10.0.0.1/8', an address within a network; did you mean '10.0.0.0/8'?\na.yaml:4:61 SSW2106 allow-from is 'here'; expected a network such as 10.0.0.0/8" },
        // Numbers and flows
        { TwoExtensions + "numbers: { \"+506\": ofice }\nflows:\n  office: [ bridge: { to: ext:100 } ]", "a.yaml:5:20 SSW2203 unknown flow 'ofice'; did you mean 'office'?" },
        { TwoExtensions + "numbers: { \"100\": f, \"+1-2\": f }\nflows:\n  f: [ bridge: { to: ext:100 } ]", "a.yaml:5:12 SSW2207 number '100' is an extension too; expected a number of its own\na.yaml:5:22 SSW2106 '+1-2' is no number; expected 1 to 15 digits, with a plus in front or without" },
        { "numbers: { \"1\": [f] }", "a.yaml:4:17 SSW2105 number '1' is a list; expected the name of a flow, or a step" },
        { TwoExtensions + Flow("- brigde: { to: ext:100 }"), "a.yaml:8:7 SSW2201 unknown step 'brigde'; did you mean 'bridge'?" },
        { TwoExtensions + Flow("- then: { busy: end }"), "a.yaml:8:7 SSW2101 no step is named here; expected one, such as bridge: { to: \"ext:100\" }" },
        { TwoExtensions + Flow("- bridge"), "a.yaml:8:7 SSW2105 a step is 'bridge'; expected a map such as bridge: { to: \"ext:100\" }" },
        { TwoExtensions + Flow("- bridge: { too: ext:100, to: ext:101 }"), "a.yaml:8:17 SSW2104 unknown option 'too' for bridge; did you mean 'to'?" },
        { TwoExtensions + Flow("- bridge: { ring-for: 20s }"), "a.yaml:8:15 SSW2101 key 'to' is missing; expected ext:NUMBER, a telephone number, or sip:USER@HOST, or a list of them" },
        { TwoExtensions + Flow("- bridge: { to: ext:100, ring-for: 10m }"), "a.yaml:8:40 SSW2108 ring-for is 10m; expected 1s to 3m" },
        { TwoExtensions + Flow("- bridge: { to: ext:102 }"), "a.yaml:8:21 SSW2204 unknown extension '102'; did you mean '100'?" },
        { TwoExtensions + Flow("- bridge: { to: [ext:100, \"ext:100\"] }"), "a.yaml:8:31 SSW2207 'ext:100' is there already" },
        { TwoExtensions + Flow("- bridge: { to: [\"101\", bob@x.test, \"sip:\", bob] }"), "a.yaml:8:29 SSW2106 to is 'bob@x.test'; did you mean 'sip:bob@x.test'?\na.yaml:8:41 SSW2106 to is 'sip:'; expected ext:NUMBER, a telephone number, or sip:USER@HOST\na.yaml:8:49 SSW2106 to is 'bob'; expected ext:NUMBER, a telephone number, or sip:USER@HOST" },
        { TwoExtensions + Flow("- bridge: { to: [sip:bob@example.org, \"sip:bob@[2001:db8::1]:5070;transport=tcp\"] }"), "a.yaml:8:22 SSW2106 the host of 'sip:bob@example.org' is a name; expected an IP address" },
        { TwoExtensions + Flow("- bridge: { to: ext:100 }\n      then: { noanswer: end, lost: end }"), "a.yaml:9:15 SSW2202 bridge has no outcome 'noanswer'; did you mean 'no-answer'?\na.yaml:9:30 SSW2202 bridge has no outcome 'lost'; expected answered, busy, no-answer, unreachable, rejected, failed, no-credit, error or default" },
        { TwoExtensions + Flow("- bridge: { to: ext:100 }\n      then: { busy: nowhere, error: [end] }"), "a.yaml:9:21 SSW2203 unknown flow 'nowhere'; expected f, end or next\na.yaml:9:37 SSW2105 what follows 'error' is a list; expected the name of a flow, next, end, or { goto: FLOW, at-most: 2, else: FLOW }" },
        { TwoExtensions + Flow("- bridge: { to: ext:100 }\n      then: { busy: next }"), "a.yaml:9:21 SSW2203 no step follows this one; expected the name of a flow or end" },
        { TwoExtensions + Flow("- bridge: { to: ext:100 }\n      then: end"), "a.yaml:9:13 SSW2105 then is 'end'; expected a map of outcomes to flows" },
        { TwoExtensions + Flow("- bridge: { to: ext:100 }\n    - bridge: { to: ext:101 }"), "a.yaml:9:7 SSW2205 nothing leads to this step of flow 'f'; expected 'next' after an outcome of the step before it" },
        { TwoExtensions + Flow("- bridge: { to: ext:100 }\n  g: [ bridge: { to: ext:101 } ]"), "a.yaml:9:3 SSW2205 nothing leads to flow 'g'" },
        { TwoExtensions + Flow("- bridge: { to: ext:100 }\n      then: { busy: g }\n  g:\n    - bridge: { to: ext:101 }\n      then: { busy: end, error: f }"), "a.yaml:12:33 SSW2206 a loop without a bound: f, g and f again; expected at-most on the way" },
        { TwoExtensions + Flow("- bridge: { to: ext:100 }\n      then: { busy: f }"), "a.yaml:9:21 SSW2206 a loop without a bound: f and f again; expected at-most on the way" },
        { TwoExtensions + Flow("- bridge: { to: ext:100 }\n  end: [ bridge: { to: ext:101 } ]"), "a.yaml:9:3 SSW2106 'end' cannot name a flow; it has a meaning of its own\na.yaml:9:3 SSW2205 nothing leads to flow 'end'" },
        { "flows:\n  f: []", "a.yaml:5:6 SSW2105 flow 'f' is an empty list; expected a list of steps" },
    };

    [Theory]
    [MemberData(nameof(WholeFiles))]
    public void A_file_that_is_none_is_told_so(string text, string findings) => AssertFindings(findings, text);

    [Theory]
    [MemberData(nameof(Rests))]
    public void Each_fault_has_its_place_and_says_what_was_expected(string rest, string findings) => AssertFindings(findings, Head + rest);

    [Fact]
    public void All_faults_of_all_files_are_reported_at_once()
    {
        var (set, findings) = AccountFolder.Check([("a.yaml", Head + "media: x\nring-for: 1"), ("b.yaml", Head + "zzz: 1")], "acme");

        Assert.Null(set);
        Assert.Equal(
            [
                "a.yaml:4:8 SSW2106 media is 'x'; expected relay or direct",
                "a.yaml:5:11 SSW2107 ring-for is '1', without a unit; did you mean '1s'?",
                "b.yaml:2:10 SSW2301 account 'a' has a file already: a.yaml",
                "b.yaml:3:11 SSW2301 domain 'a.test' belongs to account 'a' already: a.yaml",
                "b.yaml:4:1 SSW2102 unknown key 'zzz' in the file",
            ],
            findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void A_plan_of_more_steps_than_allowed_is_refused_without_walking_through_it()
    {
        var flows = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"  f{i}:\n    - bridge: {{ to: ext:100 }}\n      then: {{ busy: f{i + 1} }}\n"));
        var (_, findings) = AccountFolder.Check([("a.yaml", $"{Head}{TwoExtensions}flows:\n{flows}  f3000: [ bridge: {{ to: ext:101 }} ]")], null);

        Assert.Equal("a.yaml:6:3 SSW2005 3001 steps; expected at most 1000 in an account", Assert.Single(findings).ToString());
    }

    private static string Flow(string steps) => $"numbers: {{ \"9\": f }}\nflows:\n  f:\n    {steps}";

    private static void AssertFindings(string expected, string text)
    {
        var (set, findings) = AccountFolder.Check([("a.yaml", text)], null);

        Assert.Null(set);
        var actual = string.Join('\n', findings);
        expected = expected.ReplaceLineEndings("\n");
        if (expected.EndsWith('*')) Assert.StartsWith(expected[..^1], actual, StringComparison.Ordinal);
        else Assert.Equal(expected, actual);
    }
}
