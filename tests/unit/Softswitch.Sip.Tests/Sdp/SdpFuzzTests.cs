using Softswitch.Net;
using Softswitch.Sip.Sdp;

namespace Softswitch.Sip.Tests.Sdp;

/// <summary>Mutations of good descriptions, seeded, so that a failure can be repeated.</summary>
public sealed class SdpFuzzTests
{
    private const int Iterations = 60_000;
    private static readonly byte[] Favourites = [.. "\r\n=/: \0"u8, 0xFF];

    [Fact]
    public void No_mutation_is_answered_with_an_exception_and_whatever_is_accepted_stays_so()
    {
        var random = (IRandomSource)new SeededRandomSource(20261120);
        byte[][] seeds = [.. new[] { SdpSamples.Rfc8866, SdpSamples.Rfc4566, SdpSamples.DeskPhone, SdpSamples.Browser, SdpSamples.Fax }.Select(SdpSamples.Bytes)];
        var relay = NetAddress.IPv4(0xC6336401, 0);
        SdpRelayStream[] ports = [new(relay.WithPort(30000)), new(relay.WithPort(30002), 40000)];
        var streams = new SdpStream[SdpLimits.MediaCount];
        var rewritten = new SdpStream[SdpLimits.MediaCount];
        var rewriter = new SdpRewriter();
        var editor = new SdpEditor();
        var accepted = 0;
        for (var i = 0; i < Iterations; i++)
        {
            var sdp = Mutate(seeds[random.Next(seeds.Length)], random);
            var isUsable = SdpScanner.TryScan(sdp, streams, out var count, out _);
            var isRewritten = rewriter.TryRewrite(sdp, new SdpOrigin(1, 1, relay), ports, SdpDrops.Relay, out _);
            Assert.Equal(isUsable, SessionDescription.TryParse(sdp, out var description, out _));
            AnswerCheck.Judge(seeds[0], sdp);
            if (!isUsable) continue;

            accepted++;
            // Round trip: what was read reads the same once written.
            var written = description!.ToBytes();
            Assert.True(SessionDescription.TryParse(written, out var again, out _));
            Assert.Equal(written, again!.ToBytes());

            // What the other leg gets is usable whenever what came was, with as many streams of the same kinds, at our addresses only.
            Assert.True(isRewritten);
            Assert.True(SdpScanner.TryScan(rewriter.Written, rewritten, out var rewrittenCount, out var error), error.ToString());
            Assert.Equal(count, rewrittenCount);
            for (var at = 0; at < count; at++)
            {
                Assert.Equal(streams[at].Kind, rewritten[at].Kind);
                Assert.Equal(streams[at].IsRejected || at >= ports.Length, rewritten[at].IsRejected);
                Assert.True(rewritten[at].IsRejected || rewritten[at].Rtp.IsAny || rewritten[at].Rtp.SameHost(relay));
            }

            Assert.True(editor.TryOpen(rewriter.Written, seeds[1], out error), error.ToString());
            Assert.True(SdpScanner.TryScan(editor.Written, rewritten, out rewrittenCount, out error), error.ToString());
            Assert.True(rewrittenCount >= count);
            Assert.All(rewritten[..rewrittenCount], stream => Assert.True(!stream.IsHeld || stream.Rtp.IsAny));
        }

        Assert.InRange(accepted, Iterations / 10, Iterations - 1);
    }

    internal static byte[] Mutate(byte[] seed, IRandomSource random)
    {
        var bytes = new List<byte>(seed);
        for (var changes = 1 + random.Next(4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(1 + random.Next(20), bytes.Count - at));
                    break;
                case 2:
                    bytes.Insert(at, Favourites[random.Next(Favourites.Length)]);
                    break;
                case 3:
                    bytes.InsertRange(at, seed.AsSpan(random.Next(seed.Length / 2), random.Next(seed.Length / 2)).ToArray());
                    break;
                default:
                    bytes[at] = (byte)('0' + random.Next(10));
                    break;
            }
        }

        return [.. bytes];
    }
}
