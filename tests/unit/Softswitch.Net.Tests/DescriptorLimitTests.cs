namespace Softswitch.Net.Tests;

public sealed class DescriptorLimitTests
{
    [Fact]
    public void A_limit_that_is_enough_stays()
    {
        var before = DescriptorLimit.Raise(16);
        Assert.True(before >= 16);
        Assert.Equal(before, DescriptorLimit.Raise(before));
    }

    [Fact]
    public void A_limit_is_raised_as_far_as_it_may_be_and_never_lowered()
    {
        var before = DescriptorLimit.Raise(16);
        Assert.InRange(DescriptorLimit.Raise(before + 64), before, before + 64);
    }
}
