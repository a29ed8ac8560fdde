using System.Text;
using Softswitch.Net;
using Softswitch.Sip;
using Softswitch.Sip.Tests.Sessions;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>Phones that do anything at any moment, over a network that loses, doubles and delays: nothing may be left of any call but its record.</summary>
public sealed class RandomTrafficTests
{
    private const string Speech = "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 192.0.2.1\r\n";
    private static readonly string[] Numbers = ["100", "101", "102", "103"];

    [Theory]
    [InlineData(1, 40)]
    [InlineData(3, 20)]
    public void Whatever_phones_do_every_call_ends_and_leaves_one_record(int workers, int runs)
    {
        var answered = 0;
        var pickedUp = 0;
        for (var run = 0; run < runs; run++)
        {
            IRandomSource random = new SeededRandomSource((ulong)(run + (workers * 1000)));
            var world = new SimulatedSwitch(workers) { RingFor = TimeSpan.FromSeconds(5) };
            world.Ring("200", "101", "102", "103");
            world.Network.Loses = _ => random.Next(20) == 0;
            world.Network.Duplicates = () => random.Next(20) == 0;
            world.Network.Delay = () => TimeSpan.FromMilliseconds(random.Next(80));
            for (var step = 0; step < 60; step++)
            {
                Act(world, random);
                world.Advance(random.Next(8) / 10.0);
            }

            foreach (var session in Numbers.SelectMany(number => world.Phone(number).Sessions)) world.Do(() => session.Hangup(EndCause.Normal));
            world.AssertNothingLeft();
            answered += world.Records.Count(record => record.AnsweredAt is not null);
            pickedUp += Numbers.Count(number => world.Phone(number).Cause.Text == "Call completed elsewhere");
        }

        // Random traffic that never gets as far as a conversation would prove little.
        Assert.True(answered > runs, $"only {answered} calls answered in {runs} runs");
        Assert.True(pickedUp > 0, $"nothing was picked up or answered elsewhere in {runs} runs");
    }

    private static void Act(SimulatedSwitch world, IRandomSource random)
    {
        var number = Numbers[random.Next(Numbers.Length)];
        var sessions = world.Phone(number).Sessions.Where(session => session.State < SessionState.Ending).ToArray();
        if (sessions.Length == 0 || random.Next(6) == 0)
        {
            var others = Numbers.Append("200").Where(other => other != number).ToArray();
            var headers = random.Next(3) == 0 && AnyDialog(world, random) is { } dialog ? $"Replaces: {dialog}\r\n" : "";
            world.Call(number, others[random.Next(others.Length)], random.Next(8) > 0, headers, Speech);
            return;
        }

        var session = sessions[random.Next(sessions.Length)];
        var name = Endpoint.Sdp($"{number} {random.Next(1000)}");
        world.Do(() =>
        {
            switch (random.Next(10))
            {
                case 0:
                    session.Ring(180);
                    break;
                case 1:
                    session.Ring(183, name);
                    break;
                case 2 or 3 when !session.IsOutgoing:
                    session.Answer(name);
                    break;
                case 4 when !session.IsOutgoing && session.State <= SessionState.Early:
                    session.Reject(486);
                    break;
                case 5:
                    session.Offer(random.Next(4) == 0 ? null : name);
                    break;
                case 6 when session.OffersPending:
                    session.AnswerOffer(name);
                    break;
                case 7 when session.OffersPending:
                    session.RejectOffer(488);
                    break;
                case 8:
                    session.Refer(ReferTo(world, random));
                    break;
                case 9:
                    session.Hangup(EndCause.Normal);
                    break;
            }
        });
    }

    private static byte[] ReferTo(SimulatedSwitch world, IRandomSource random)
    {
        var number = Numbers[random.Next(Numbers.Length)];
        return Encoding.ASCII.GetBytes(
            random.Next(2) > 0 && AnyDialog(world, random) is { } dialog
                ? $"<sip:{number}@acme.example?Replaces={Uri.EscapeDataString(dialog)}>"
                : $"<sip:{number}@acme.example>");
    }

    /// <summary>The last dialog of some phone as the switch knows it, early, confirmed or over.</summary>
    private static string? AnyDialog(SimulatedSwitch world, IRandomSource random)
    {
        var other = world.Phone(Numbers[random.Next(Numbers.Length)]).Sessions.LastOrDefault();
        return other is null ? null : $"{Encoding.ASCII.GetString(other.CallId)};to-tag={Encoding.ASCII.GetString(other.RemoteTag)};from-tag={other.LocalTag:x16}";
    }
}
