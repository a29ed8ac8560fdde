using System.Text;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Calls;
using Softswitch.Net;
using Softswitch.Sdk;
using Softswitch.Sdk.Sip;
using Softswitch.Sip;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>What SIP policies of plugins do to the INVITEs that leave.</summary>
public sealed class SipPolicyTests : ISipPolicyCode
{
    private readonly List<(string Name, Action<ISipRequestEditor> Edit)> _policies = [];
    private readonly List<string> _sent = [];
    private readonly SimulatedSwitch _switch;

    public SipPolicyTests()
    {
        _switch = new SimulatedSwitch(policies: this);
        _switch.Network.Mangles = bytes =>
        {
            _sent.Add(Encoding.UTF8.GetString(bytes));
            return bytes;
        };
    }

    private string Invite => _sent.Last(message => message.StartsWith("INVITE sip:101@", StringComparison.Ordinal));

    private SipPolicies Policies => _switch.Managers[0].Services.Policies!;

    [Fact]
    public void What_leaves_for_the_callee_has_what_the_policy_adds()
    {
        Policy(request => request.Add("Alert-Info", "<http://127.0.0.1>;info=internal"));
        var caller = _switch.Call("100", "101");
        Assert.Contains("\r\nAlert-Info: <http://127.0.0.1>;info=internal\r\n", Invite, StringComparison.Ordinal);
        Assert.DoesNotContain(_sent, message => message.StartsWith("SIP/2.0", StringComparison.Ordinal) && message.Contains("Alert-Info", StringComparison.Ordinal));
        _switch.Do(() => caller.Hangup(EndCause.Normal));
        Assert.Equal(1, Policies.Applied);
        _switch.AssertNothingLeft();
    }

    [Fact]
    public void A_policy_sees_who_calls_whom_and_what_the_switch_has_written()
    {
        var seen = new List<string>();
        Policy(request =>
        {
            seen.Add($"{request.Account} {request.Caller.Extension} {request.Target}");
            seen.AddRange(request.Get("f"));
            seen.AddRange(request.Get("P-Asserted-Identity"));
            request.Remove("p-asserted-identity");
        });
        _switch.Plan = "numbers: { \"200\": f }\nflows:\n  f: [ bridge: { to: ext:101, show-number: \"+50640001000\" } ]\n";
        _switch.Call("100", "200");
        Assert.Equal(["acme 100 ext:101", "<sip:+50640001000@acme.example>", "<sip:+50640001000@acme.example>"], seen);
        Assert.DoesNotContain("P-Asserted-Identity", Invite, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Via")]
    [InlineData("v")]
    [InlineData("FROM")]
    [InlineData("t")]
    [InlineData("Call-ID")]
    [InlineData("i")]
    [InlineData("CSeq")]
    [InlineData("m")]
    [InlineData("Route")]
    [InlineData("Record-Route")]
    [InlineData("l")]
    [InlineData("Content-Length")]
    [InlineData("Max-Forwards")]
    [InlineData("Authorization")]
    [InlineData("Supported")]
    [InlineData("")]
    [InlineData("Two Words")]
    [InlineData("X-A: b\r\nX-B")]
    public void A_field_that_SIP_stands_on_or_that_cannot_be_written_is_refused(string name)
    {
        var request = new RequestEdit("acme", new CallParty("100"), DialTarget.Extension("101"), default);
        request.Begin();
        Assert.Throws<ArgumentException>(() => request.Add(name, "x"));
        Assert.Throws<ArgumentException>(() => request.Remove(name));
    }

    [Theory]
    [InlineData("a\r\nVia: b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void A_value_that_would_begin_another_line_is_refused(string value)
    {
        var request = new RequestEdit("acme", new CallParty("100"), DialTarget.Extension("101"), default);
        request.Begin();
        Assert.Throws<ArgumentException>(() => request.Add("X-Note", value));
        Assert.Throws<ArgumentException>(() => request.Add("X-Note", new string('a', 1001)));
        Assert.Throws<ArgumentException>(() => request.Add("X-Note", "half \ud83d"));
        request.Add("X-Note", "whole \ud83d\ude00");
    }

    [Fact]
    public void A_request_takes_so_many_fields_and_no_more_and_none_once_it_has_left()
    {
        var request = new RequestEdit("acme", new CallParty("100"), DialTarget.Extension("101"), default);
        request.Begin();
        for (var i = 0; i < RequestEdit.MostFields; i++) request.Add("X-Note", "x");
        Assert.Throws<ArgumentException>(() => request.Add("X-Note", "x"));
        request.End(isKept: true);
        Assert.Throws<InvalidOperationException>(() => request.Remove("X-Note"));
    }

    [Fact]
    public void A_policy_that_throws_leaves_the_request_as_it_was_and_the_next_one_is_asked()
    {
        Policy(request => request.Add("X-First", "1"));
        Policy(request =>
        {
            request.Remove("X-First");
            request.Add("X-Second", "2");
            throw new InvalidOperationException("no");
        });
        Policy(request => request.Add("X-Third", string.Join(",", request.Get("x-first"))));
        _switch.Call("100", "101");
        Assert.Contains("\r\nX-First: 1\r\nX-Third: 1\r\n", Invite, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Second", Invite, StringComparison.Ordinal);
        Assert.Equal((2, 1), (Policies.Applied, Policies.Failed));
    }

    [Fact]
    public void One_that_keeps_failing_is_not_asked_for_a_while_and_then_tried_again()
    {
        var asked = 0;
        Policy(_ =>
        {
            asked++;
            throw new InvalidOperationException("no");
        });
        for (var i = 0; i < 12; i++) Apply();
        Assert.Equal((10, 10, 2), (asked, Policies.Failed, Policies.Skipped));
        _switch.Network.Clock.Advance(TimeSpan.FromSeconds(16));
        Apply();
        Assert.Equal(11, asked);
    }

    [Fact]
    public void One_that_is_slow_has_edited_and_is_counted()
    {
        Policy(request =>
        {
            _switch.Network.Clock.Advance(TimeSpan.FromMilliseconds(2));
            request.Add("X-Slow", "1");
        });
        Assert.Equal("X-Slow: 1\r\n", Apply());
        Assert.Equal((1, 1, 0), (Policies.Applied, Policies.Slow, Policies.Failed));
    }

    [Fact]
    public void An_INVITE_whose_call_is_over_by_the_time_it_is_edited_does_not_leave()
    {
        Policy(_ => _switch.Managers[0].Worker.Post(_ => _switch.Managers[0].EndAll(), null));
        _switch.Call("100", "101");
        Assert.DoesNotContain(_sent, message => message.StartsWith("INVITE sip:101@192", StringComparison.Ordinal));
        _switch.AssertNothingLeft();
    }

    [Fact]
    public async Task One_that_never_comes_back_keeps_a_thread_and_the_INVITE_leaves_without_it()
    {
        using var worker = new EpollWorker(0, TimeProvider.System);
        using var release = new ManualResetEventSlim();
        worker.Start();
        Policy(request => request.Add("X-First", "1"));
        Policy(request =>
        {
            request.Add("X-Second", "2");
            release.Wait();
        });
        var written = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new RequestEdit("acme", new CallParty("100"), DialTarget.Extension("101"), default);
        worker.Post(_ => Policies.Edit(worker, _switch.Acme, Guid.Empty, request, edited => written.SetResult(worker.IsCurrent ? Encoding.UTF8.GetString(edited) : "elsewhere")), null);

        Assert.Equal("X-First: 1\r\n", await written.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.True(SpinWait.SpinUntil(() => Policies.Failed == 1, TimeSpan.FromSeconds(20)));
        release.Set();
        Assert.True(SpinWait.SpinUntil(() => worker.ThreadsAway == 0, TimeSpan.FromSeconds(20)));
        Assert.Equal((1, 1), (Policies.Applied, Policies.Failed));
    }

    bool ISipPolicyCode.HasPolicies(Account account) => _policies.Count > 0;

    IReadOnlyList<(string Plugin, string Policy)> ISipPolicyCode.PoliciesOf(Account account) => _policies.ConvertAll(policy => ("marks", policy.Name));

    void ISipPolicyCode.Apply(string account, string plugin, string policy, ISipRequestEditor request) => _policies.Find(one => one.Name == policy).Edit(request);

    private void Policy(Action<ISipRequestEditor> edit) => _policies.Add(($"policy-{_policies.Count}", edit));

    private string Apply()
    {
        var request = new RequestEdit("acme", new CallParty("100"), DialTarget.Extension("101"), default);
        var written = "";
        var worker = _switch.Managers[0].Worker;
        _switch.Do(() => Policies.Edit(worker, _switch.Acme, Guid.Empty, request, edited => written = Encoding.UTF8.GetString(edited)));
        return written;
    }
}
