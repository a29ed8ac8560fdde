namespace Softswitch.Sip.Tests.Transactions.Matching;

public sealed class BufferPoolTests
{
    private readonly BufferPool _pool = new();

    [Fact]
    public void A_buffer_that_came_back_is_used_again()
    {
        var one = _pool.Copy("INVITE"u8);
        _pool.Return(one);
        Assert.Same(one, _pool.Copy("BYE"u8));
        Assert.Equal(1, _pool.Rented);
    }

    [Fact]
    public void After_a_trim_nothing_waits_for_use_and_what_is_in_use_stays()
    {
        var waiting = _pool.Copy("INVITE"u8);
        var used = _pool.Copy("ACK"u8);
        _pool.Return(waiting);

        _pool.Trim();

        Assert.Equal(1, _pool.Rented);
        Assert.NotSame(waiting, _pool.Copy("BYE"u8));
        _pool.Return(used);
        Assert.Same(used, _pool.Copy("CANCEL"u8));
    }
}
