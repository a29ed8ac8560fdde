using Softswitch.Net;
using static Softswitch.Sip.NonceCounts;

namespace Softswitch.Sip.Tests.Authentication;

public class NonceCountsTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(300);

    [Fact]
    public void The_hash_is_SipHash_2_4()
    {
        // The reference's own vectors: key 00 01 .. 0F, message 00 01 .. 0E, and the empty message.
        var message = Enumerable.Range(0, 15).Select(i => (byte)i).ToArray();
        Assert.Equal(0xa129ca6149be45e5, SipHash.Compute(0x0706050403020100, 0x0f0e0d0c0b0a0908, message));
        Assert.Equal(0x726fdb47dd0e0e31u, SipHash.Compute(0x0706050403020100, 0x0f0e0d0c0b0a0908, []));
    }

    [Fact]
    public void A_count_is_good_once_and_a_few_below_the_highest_too()
    {
        var counts = new NonceCounts(64, Lifetime);
        Assert.Equal(Use.Accepted, counts.Take(7, 1, 1, 10));
        Assert.Equal(Use.Accepted, counts.Take(7, 1, 1, 2));
        Assert.Equal(Use.Replayed, counts.Take(7, 1, 1, 2));
        Assert.Equal(Use.Replayed, counts.Take(7, 1, 1, 1));
        Assert.Equal(Use.Accepted, counts.Take(7, 1, 1, 9));
        Assert.Equal(Use.Accepted, counts.Take(7, 1, 1, 65_535));
        Assert.Equal(Use.Replayed, counts.Take(7, 1, 1, 10));
        Assert.Equal(Use.Forgotten, counts.Take(7, 1, 1, 65_536));
    }

    [Fact]
    public void When_the_table_is_full_the_oldest_become_stale_but_none_is_taken_twice()
    {
        var counts = new NonceCounts(8, Lifetime);
        var accepted = new HashSet<(ulong, uint)>();
        for (uint second = 1; second <= 100; second++)
        {
            var id = unchecked(second * 0x0123_4567_89AB_CDEFUL);
            if (counts.Take(id, second, second, 1) == Use.Accepted) Assert.True(accepted.Add((id, second)));
        }

        Assert.Equal(100, accepted.Count);
        // Seven are remembered; of the others nobody can say, so they are refused.
        var answers = accepted.Select(nonce => counts.Take(nonce.Item1, nonce.Item2, 101, 1)).ToList();
        Assert.Equal(7, answers.Count(answer => answer == Use.Replayed));
        Assert.Equal(93, answers.Count(answer => answer == Use.Forgotten));
    }

    [Fact]
    public void Expired_nonces_make_room_without_making_others_stale()
    {
        var counts = new NonceCounts(8, Lifetime);
        for (ulong i = 1; i <= 7; i++) Assert.Equal(Use.Accepted, counts.Take(i << 44, 1, 1, 1));
        Assert.Equal(Use.Forgotten, counts.Take(8UL << 44, 1, 1, 1));
        for (ulong i = 11; i <= 17; i++) Assert.Equal(Use.Accepted, counts.Take(i << 44, 302, 302, 1));
    }

    [Fact]
    public void Of_many_workers_that_see_the_same_request_one_takes_it()
    {
        var counts = new NonceCounts(1024, Lifetime);
        var random = new SeededRandomSource(3);
        var ids = Enumerable.Range(0, 2000).Select(_ => random.NextUInt64()).ToArray();
        var accepted = new int[ids.Length];
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < ids.Length; i++)
            {
                // More than the table holds: old ones are pushed out meanwhile.
                var second = 1 + (uint)(i / 40);
                if (counts.Take(ids[i], second, second, 1) == Use.Accepted) Interlocked.Increment(ref accepted[i]);
            }
        });

        Assert.All(accepted, count => Assert.InRange(count, 0, 1));
        Assert.True(accepted.Sum() > 1800, $"{accepted.Sum()} of 2000 accepted");
    }
}
