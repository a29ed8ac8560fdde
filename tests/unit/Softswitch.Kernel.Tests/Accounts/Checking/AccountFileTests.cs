using System.Net;
using Softswitch.Dialplan.KernelSteps;
using Softswitch.Dialplan.Plans;
using Softswitch.Kernel.Accounts;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Accounts.Checking;

public sealed class AccountFileTests
{
    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var account = AccountSamples.Read(null, AccountSamples.Acme).Find("acme")!;

        Assert.Equal(MediaMode.Relay, account.Media);
        Assert.Equal(TimeSpan.FromHours(4), account.MaxCall);
        Assert.Equal(TimeSpan.FromSeconds(60), account.MediaTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), account.RingFor);
        Assert.Equal(5, account.Extensions["100"].MaxContacts);
        Assert.Null(account.Extensions["101"].Name);
    }

    [Fact]
    public void What_is_said_is_taken()
    {
        var account = AccountSamples.Read(null, "max-call: 90m\nmedia: direct\nmedia-timeout: 0s\nring-for: 45s\n" + AccountSamples.Acme).Find("acme")!;

        Assert.Equal(MediaMode.Direct, account.Media);
        Assert.Equal(TimeSpan.FromMinutes(90), account.MaxCall);
        Assert.Equal(TimeSpan.Zero, account.MediaTimeout);
        Assert.Equal(TimeSpan.FromSeconds(45), account.RingFor);
        Assert.Equal(["acme.localhost", "192.0.2.10", "2001:db8::10"], account.Domains.AsEnumerable());
    }

    [Fact]
    public void Extensions_have_their_settings()
    {
        var extensions = AccountSamples.Read(null, AccountSamples.Acme).Find("acme")!.Extensions;

        Assert.Equal("s3cret", extensions["100"].Secret);
        Assert.Equal(2, extensions["101"].MaxContacts);
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8")], extensions["101"].AllowFrom.AsEnumerable());
        Assert.Equal([IPNetwork.Parse("192.0.2.7/32"), IPNetwork.Parse("2001:db8::/32")], extensions["102"].AllowFrom.AsEnumerable());
    }

    [Fact]
    public void A_number_runs_its_flow_by_outcome()
    {
        var account = AccountSamples.Read(null, AccountSamples.Acme).Find("acme")!;
        var office = account.Plan.Numbers["+50640001000"];

        var request = KernelStepHost.Instance.RequestOf(office)!;
        Assert.Equal([DialTarget.Parse("ext:100")], request.Targets.AsEnumerable());
        Assert.Equal(TimeSpan.FromSeconds(20), request.RingFor);
        Assert.Null(office.After("answered")!.To);
        Assert.Null(office.After("rejected"));
        var night = office.After("busy")!.To!;
        Assert.Same(night, office.After("no-answer")!.To);
        Assert.Equal([DialTarget.Parse("ext:101"), DialTarget.Parse("sip:guard@192.0.2.99:5070")], KernelStepHost.Instance.RequestOf(night)!.Targets.AsEnumerable());
    }

    [Fact]
    public void An_extension_s_number_rings_it_for_the_account_s_time_and_nobody_reaches_into_another_account()
    {
        var accounts = AccountSamples.Read(null, AccountSamples.Acme, AccountSamples.Globex);
        Assert.True(PlanRoute.TryFind(accounts.Find("acme")!.Plan, "101", out var first, out _));
        var request = KernelStepHost.Instance.RequestOf(first)!;

        Assert.Equal([DialTarget.Parse("ext:101")], request.Targets.AsEnumerable());
        Assert.Equal(TimeSpan.Zero, request.RingFor);
        Assert.False(PlanRoute.TryFind(accounts.Find("globex")!.Plan, "101", out _, out _));
        Assert.False(PlanRoute.TryFind(accounts.Find("globex")!.Plan, "+50640001000", out _, out _));
    }

    [Fact]
    public void The_step_after_is_reached_by_next()
    {
        var account = AccountSamples.Read(null, """
            dialplan: 1
            account: a
            domains: [a.test]
            extensions: { "1": { secret: x }, "2": { secret: x } }
            numbers: { "9": f }
            flows:
              f:
                - bridge: { to: ext:1 }
                  then: { no-answer: next }
                - bridge: { to: ext:2 }
            """).Find("a")!;

        Assert.Equal([DialTarget.Parse("ext:2")], KernelStepHost.Instance.RequestOf(account.Plan.Numbers["9"].After("no-answer")!.To!)!.Targets.AsEnumerable());
    }
}
