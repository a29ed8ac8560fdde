using System.Numerics;
using System.Text;

namespace Softswitch.Net.Tests.Hashing;

public sealed class StableHashTests
{
    [Fact]
    public void It_is_the_same_in_every_process() =>
        Assert.Equal(Pinned, StableHash.Of("a84b4c76e66710@pc33.atlanta.com"u8));

    [Fact]
    public void It_depends_on_every_byte_and_on_the_length()
    {
        var seen = new HashSet<ulong>();
        for (var length = 0; length < 40; length++)
        {
            var bytes = new byte[length];
            Assert.True(seen.Add(StableHash.Of(bytes)));
            for (var i = 0; i < length; i++)
            {
                bytes[i] = 1;
                Assert.True(seen.Add(StableHash.Of(bytes)));
                bytes[i] = 0;
            }
        }
    }

    [Fact]
    public void One_changed_bit_changes_half_of_the_hash()
    {
        var key = Encoding.ASCII.GetBytes("f81d4fae-7dec-11d0-a765-00a0c91e6bf6@foo.bar.com");
        var hash = StableHash.Of(key);
        var changed = 0;
        for (var bit = 0; bit < key.Length * 8; bit++)
        {
            key[bit / 8] ^= (byte)(1 << (bit % 8));
            changed += BitOperations.PopCount(hash ^ StableHash.Of(key));
            key[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.InRange(changed / (double)(key.Length * 8), 28, 36);
    }

    private const ulong Pinned = 3627226655814490705;
}
