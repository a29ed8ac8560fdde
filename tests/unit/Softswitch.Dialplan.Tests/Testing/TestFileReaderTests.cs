namespace Softswitch.Dialplan.Tests.Testing;

public sealed class TestFileReaderTests
{
    [Theory]
    [InlineData("dials: 1", "acme.test.yaml:5:5 SSW2101 key 'expect' is missing; expected what has to come of the call")]
    [InlineData("expect: { status: 200 }", "acme.test.yaml:5:5 SSW2101 key 'dials' is missing; expected what is dialled")]
    [InlineData("dails: 1\ndials: 1\nexpect: { status: 200 }", "acme.test.yaml:5:5 SSW2102 unknown key 'dails' in test 'a test'; did you mean 'dials'?")]
    [InlineData("dials: 1\nexpect: { statsu: 200 }", "acme.test.yaml:6:15 SSW2102 unknown key 'statsu' in expect; did you mean 'status'?")]
    [InlineData("dials: 1\nexpect: {}", "acme.test.yaml:6:13 SSW2105 expect is empty; expected at least one of path, steps, hears, rings, shows, status, answered-by, duration, ended-by, charge, variables, failures")]
    [InlineData("dials: 1\nexpect: { path: [offcie] }", "acme.test.yaml:6:22 SSW2203 unknown flow 'offcie'; did you mean 'office'?")]
    [InlineData("dials: 1\nexpect: { rings: [\"ext:110\"] }", "acme.test.yaml:6:23 SSW2204 unknown extension '110'; did you mean '100'?")]
    [InlineData("dials: 1\nexpect: { rings: [nobody] }", "acme.test.yaml:6:23 SSW2106 rings is 'nobody'; expected ext:NUMBER, a telephone number, or sip:USER@HOST")]
    [InlineData("dials: 1\nexpect: { status: 99 }", "acme.test.yaml:6:23 SSW2108 status is 99; expected 200 to 699")]
    [InlineData("dials: 1\nexpect: { charge: much }", "acme.test.yaml:6:23 SSW2105 charge is 'much'; expected an amount such as 12.50")]
    [InlineData("dials: 1\nexpect: { variables: { pni: 1 } }", "acme.test.yaml:6:28 SSW2212 unknown variable 'pni'; did you mean 'pin'?")]
    [InlineData("dials: 1\nexpect: { steps: [ { a: b, c: d } ] }", "acme.test.yaml:6:24 SSW2105 a step is a map; expected its name, or STEP: OUTCOME")]
    [InlineData("dials: 1\nexpect: { hears: [Welcome!] }", "acme.test.yaml:6:23 SSW2106 'Welcome!' is no name of a prompt; expected lower-case letters, digits, - and _, in folders by /")]
    [InlineData("dials: 1\nat: tomorrow\nexpect: { status: 200 }", "acme.test.yaml:6:9 SSW2106 at is 'tomorrow'; expected a date and a time, as \"2026-12-25 10:00\"")]
    [InlineData("dials: 1\nat: \"2026-03-29 02:30\"\nzone: Europe/Brussels\nexpect: { status: 200 }", "acme.test.yaml:6:9 SSW2106 at is '2026-03-29 02:30'; no clock of Europe/Brussels ever shows that")]
    [InlineData("dials: 1\nzone: Europe/Brussel\nat: \"2026-03-29 12:30\"\nexpect: { status: 200 }", "acme.test.yaml:6:11 SSW2214 unknown time zone 'Europe/Brussel'; expected one of the IANA database, as Europe/Brussels")]
    [InlineData("dials: 1\npresses: [1x]\nexpect: { status: 200 }", "acme.test.yaml:6:15 SSW2106 presses is '1x'; expected 0-9 * # A-D")]
    [InlineData("dials: 1\ncallees: { \"ext:100\": bussy }\nexpect: { status: 200 }", "acme.test.yaml:6:27 SSW2106 callee 'ext:100' is 'bussy'; did you mean 'busy'?")]
    [InlineData("dials: 1\ncallees: { \"ext:100\": { busy: yes, answers: 3s } }\nexpect: { status: 200 }", "acme.test.yaml:6:27 SSW2106 callee 'ext:100' does 2 things; expected one of answers, busy, no-answer, unregistered, rejects")]
    [InlineData("dials: 1\ncallees: { \"ext:1oo\": busy }\nexpect: { status: 200 }", "acme.test.yaml:6:16 SSW2106 the callee is 'ext:1oo'; expected ext:NUMBER, a telephone number, or sip:USER@HOST")]
    [InlineData("dials: 1\nhangs-up-after: 5\nexpect: { status: 200 }", "acme.test.yaml:6:21 SSW2107 hangs-up-after is '5', without a unit")]
    [InlineData("dials: 1\ndirectory: Maria\nexpect: { status: 200 }", "acme.test.yaml:6:16 SSW2105 directory is 'Maria'; expected a map of names by number")]
    [InlineData("dials: 1\npresence: { \"110\": away }\nexpect: { status: 200 }", "acme.test.yaml:6:17 SSW2204 unknown extension '110'; did you mean '100'?")]
    [InlineData("dials: 1\npresence: { \"100\": awya }\nexpect: { status: 200 }", "acme.test.yaml:6:24 SSW2106 presence of 100 is 'awya'; did you mean 'away'?")]
    [InlineData("dials: 1\npresence: away\nexpect: { status: 200 }", "acme.test.yaml:6:15 SSW2105 presence is 'away'; expected a map of states by extension")]
    [InlineData("calls: []", "acme.test.yaml:5:12 SSW2105 calls is an empty list; expected a list of calls")]
    public void What_is_wrong_is_found_at_its_place(string test, string expected)
    {
        var lines = test.Split('\n').Select(line => "    " + line);

        var findings = SamplePlan.Findings("test: 1\naccount: acme\ntests:\n  a test:\n" + string.Join('\n', lines));

        Assert.Equal(expected.Split(';')[0], Assert.Single(findings).Split(';')[0]);
    }

    [Theory]
    [InlineData("account: acme\ntests: { a: { dials: 1, expect: { status: 404 } } }", "acme.test.yaml:1:1 SSW2101 key 'test' is missing; expected the version of the format, 1")]
    [InlineData("test: 2\naccount: acme\ntests: { a: { dials: 1, expect: { status: 404 } } }", "acme.test.yaml:1:7 SSW2106 test is '2'; expected 1, the version of the format")]
    [InlineData("test: 1\naccount: amce\ntests: { a: { dials: 1, expect: { status: 404 } } }", "acme.test.yaml:2:10 SSW2106 account is 'amce'; expected 'acme'")]
    [InlineData("test: 1\naccount: acme", "acme.test.yaml:1:1 SSW2101 key 'tests' is missing; expected tests by name")]
    [InlineData("test: 1\naccount: acme\ntests: {}", "acme.test.yaml:3:8 SSW2105 tests is empty; expected a map of tests by name")]
    [InlineData("test: 1\naccount: acme\ntests: []", "acme.test.yaml:3:8 SSW2105 tests is a list; expected a map of tests by name")]
    [InlineData("- 1", "acme.test.yaml:1:1 SSW2105 the file is a list; expected a map of test, account, defaults, tests")]
    public void A_file_that_is_none_is_refused(string text, string expected) => Assert.Equal(expected, Assert.Single(SamplePlan.Findings(text)));

    [Fact]
    public void Defaults_hold_for_every_call_that_says_nothing_else()
    {
        var findings = SamplePlan.Findings("""
            test: 1
            account: acme
            defaults: { caller: "ext:101", others: busy, dials: "100" }
            tests:
              busy: { expect: { status: 486 } }
              rejected: { others: { rejects: 603 }, expect: { status: 603 } }
            """);

        Assert.Empty(findings);
    }

    [Fact]
    public void Everything_that_is_wrong_is_found_in_one_pass()
    {
        var findings = SamplePlan.Findings("""
            test: 1
            account: acme
            tests:
              one: { dials: 1, others: bussy, expect: { path: [nowhere], status: 1 } }
              two: { expect: { status: 200 } }
            """);

        Assert.Equal(4, findings.Count);
    }
}
