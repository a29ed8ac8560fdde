using System.Text;
using Softswitch.Net;
using Softswitch.Sip.Tests.Events.Notifying;
using Softswitch.Sip.Tests.Transactions;

namespace Softswitch.Sip.Tests.Events;

/// <summary>SUBSCRIBEs with anything in them, refreshed, mixed up and answered in any way: no exception, within bounds, and all of them end.</summary>
public sealed class EventFuzzTests
{
    private const int Steps = 15_000;
    private const int Capacity = 20;
    private static readonly string[] Events = ["lamp", "lamp;id=1", "lamp;id=\"", "dialog", ";", "", "lamp,lamp"];
    private static readonly string[] Lines = ["Expires: 60\n", "Expires: 0\n", "Expires: x\n", "Accept: */*\n", "Accept: ,\n", "Record-Route: <sip:192.0.2.9;lr>\n", ""];
    private static readonly int[] Statuses = [100, 200, 404, 481, 500, 503];

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Whatever_is_subscribed_ends(ulong seed)
    {
        IRandomSource random = new SeededRandomSource(seed);
        var fixture = new EventFixture();
        var lamp = new LampPackage();
        var server = new SubscriptionServer(fixture.Sessions, [lamp], Capacity);
        var notifies = new List<SentMessage>();
        var targets = new List<string> { "<sip:200@192.0.2.1>" };
        for (var step = 0; step < Steps; step++)
        {
            notifies.AddRange(fixture.Sender.Sent.Where(sent => sent.StartLine.StartsWith("NOTIFY", StringComparison.Ordinal)));
            targets.AddRange(fixture.Sender.Sent.Where(sent => sent.StartLine == "SIP/2.0 200 OK").Select(sent => sent["To"]!));
            fixture.Sender.Sent.Clear();
            if (notifies.Count > 50) notifies.RemoveRange(0, 30);
            if (targets.Count > 30) targets.RemoveRange(1, 15);
            switch (random.Next(6))
            {
                case 0 when notifies.Count > 0:
                    fixture.Answer(notifies[random.Next(notifies.Count)], Statuses[random.Next(Statuses.Length)]);
                    break;
                case 1:
                    fixture.Pass(random.Next(20) == 0 ? random.Next(4000) : 0.2);
                    break;
                case 2:
                    lamp.State = "s" + step;
                    fixture.Worker.Do(() => server.Changed(lamp, "kitchen"));
                    break;
                default:
                    fixture.Receive(Subscribe(random, targets, step));
                    break;
            }

            Assert.InRange(server.Count, 0, Capacity);
        }

        fixture.Pass(7300);
        Assert.Equal(0, server.Count);
        Assert.Equal(0, fixture.Layer.ActiveClients + fixture.Layer.ActiveServers + fixture.Layer.LingeringCount + fixture.Layer.BuffersInUse);
        Assert.Equal(0, fixture.Worker.Timers.Count);
    }

    private static string Subscribe(IRandomSource random, List<string> targets, int step)
    {
        var text = new StringBuilder($"""
            SUBSCRIBE sip:200@192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK{step}
            From: <sip:100@192.0.2.1>;tag=f{random.Next(2)}
            To: {targets[random.Next(targets.Count)]}
            Call-ID: c{random.Next(2)}
            CSeq: {random.Next(10000)} SUBSCRIBE
            Contact: <sip:100@192.0.2.7:5070>
            Event: {Events[random.Next(3) == 0 ? random.Next(Events.Length) : 0]}

            """);
        for (var count = random.Next(3); count > 0; count--) text.Append(Lines[random.Next(Lines.Length)]);
        text.Append("Content-Length: 0\n\n");
        if (random.Next(4) == 0) text[random.Next(text.Length)] = (char)random.Next(128);
        return text.ToString();
    }
}
