namespace Softswitch.Sip.Tests.Sessions;

public sealed class CauseMapTests
{
    [Theory]
    [InlineData(404, 1)]
    [InlineData(403, 21)]
    [InlineData(410, 22)]
    [InlineData(484, 28)]
    [InlineData(486, 17)]
    [InlineData(502, 38)]
    public void A_status_has_the_cause_of_RFC_3398_and_the_cause_a_status(int status, int q850)
    {
        Assert.Equal(q850, CauseMap.ToQ850(status));
        Assert.InRange(CauseMap.ToSip(q850), 400, 699);
    }

    [Theory]
    [InlineData(1, 404)]
    [InlineData(16, 480)]
    [InlineData(17, 486)]
    [InlineData(18, 408)]
    [InlineData(19, 480)]
    [InlineData(21, 403)]
    [InlineData(22, 410)]
    [InlineData(28, 484)]
    [InlineData(38, 503)]
    [InlineData(65, 488)]
    [InlineData(127, 500)]
    [InlineData(0, 480)]
    public void A_cause_has_the_status_of_RFC_3398(int q850, int status) => Assert.Equal(status, CauseMap.ToSip(q850));

    [Fact]
    public void Whatever_the_number_the_other_side_has_one()
    {
        for (var status = 100; status < 700; status++) Assert.InRange(CauseMap.ToQ850(status), 1, 127);
        for (var cause = 0; cause < 128; cause++) Assert.InRange(CauseMap.ToSip(cause), 400, 699);
    }
}
