using Softswitch.Net;

namespace Softswitch.Sip.Tests.Sessions;

/// <summary>Messages of real calls with bytes changed, lines repeated, left out or exchanged on their way: nothing throws, nothing is left behind.</summary>
public sealed class SessionFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_messages_do_no_harm(int seed)
    {
        IRandomSource random = new SeededRandomSource((ulong)seed);
        for (var round = 0; round < 150; round++)
        {
            var pair = new Pair(SessionOptions.Default);
            pair.Network.Mangles = bytes => random.Next(3) == 0 ? Mangle(bytes, random) : bytes;
            pair.Alice.WhenOffered = (session, _) => session.AnswerOffer(Endpoint.AnswerSdp);
            pair.Bob.WhenOffered = (session, _) => session.AnswerOffer(Endpoint.AnswerSdp);
            pair.Alice.Call(pair.Bob, random.Next(4) == 0 ? null : Endpoint.OfferSdp);
            pair.Network.Advance(1);
            foreach (var session in pair.Bob.Sessions.ToList())
            {
                pair.Network.Worker.Do(() => session.Ring(183, Endpoint.AnswerSdp));
                pair.Network.Advance(1);
                pair.Network.Worker.Do(() => session.Answer(Endpoint.AnswerSdp));
            }

            pair.Network.Advance(3);
            pair.Alice.Do(session => session.Offer(Endpoint.Sdp("hold")));
            pair.Alice.Do(session => session.Refer("<sip:carol@example.com>"u8));
            pair.Network.Advance(5);
            if (pair.Bob.Referred is { } refer) pair.Network.Worker.Do(refer.Accept);
            pair.Network.Advance(5);
            foreach (var session in pair.Alice.Sessions.Concat(pair.Bob.Sessions).ToList())
                pair.Network.Worker.Do(() => session.Hangup(EndCause.Normal));
            for (var i = 0; i < 40; i++)
            {
                pair.Network.Advance(2);
                foreach (var session in pair.Alice.Sessions.Concat(pair.Bob.Sessions).ToList())
                    pair.Network.Worker.Do(() => session.Hangup(EndCause.Normal));
            }

            pair.AssertNothingLeft();
        }
    }

    private static byte[] Mangle(byte[] bytes, IRandomSource random)
    {
        var text = bytes.ToArray();
        switch (random.Next(5))
        {
            case 0:
                for (var i = random.Next(4); i >= 0; i--) text[random.Next(text.Length)] = (byte)random.Next(256);
                return text;
            case 1:
                return text[..random.Next(text.Length)];
            case 2:
                return WithLines(text, lines => lines.RemoveAt(random.Next(lines.Count)));
            case 3:
                return WithLines(text, lines => lines.Insert(random.Next(lines.Count), lines[random.Next(lines.Count)]));
            default:
                return WithLines(text, lines =>
                {
                    var (one, other) = (random.Next(lines.Count), random.Next(lines.Count));
                    (lines[one], lines[other]) = (lines[other], lines[one]);
                });
        }
    }

    private static byte[] WithLines(byte[] bytes, Action<List<string>> change)
    {
        var lines = System.Text.Encoding.Latin1.GetString(bytes).Split("\r\n").ToList();
        change(lines);
        return System.Text.Encoding.Latin1.GetBytes(string.Join("\r\n", lines));
    }
}
