namespace Softswitch.Sdk.Tests.Ledger;

public sealed class TariffTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.001, 0.03)]
    [InlineData(30, 0.03)]
    [InlineData(30.001, 0.036)]
    [InlineData(36, 0.036)]
    [InlineData(3600, 3.6)]
    public void Each_interval_begun_is_paid_for_and_the_minimum_at_least(double seconds, double cost) =>
        Assert.Equal((decimal)cost, new Tariff(0.006m, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(30), "Call").CostOf(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void What_cannot_be_charged_is_refused()
    {
        var minute = TimeSpan.FromMinutes(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tariff(-1, minute, TimeSpan.Zero, "Call"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tariff(0.00001m, minute, TimeSpan.Zero, "Call"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tariff(1, TimeSpan.FromMilliseconds(999), TimeSpan.Zero, "Call"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tariff(1, minute, TimeSpan.FromHours(2), "Call"));
        Assert.Throws<ArgumentException>(() => new Tariff(1, minute, TimeSpan.Zero, ""));
    }
}
