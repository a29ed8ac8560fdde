using Softswitch.Media.Tests.Audio;

namespace Softswitch.Media.Tests.Tones;

public sealed class CountryTonesTests
{
    [Theory]
    [InlineData("CR", 450, 330)]
    [InlineData("US", 480, 500)]
    [InlineData("gb", 400, 375)]
    [InlineData("DE", 425, 480)]
    [InlineData("FR", 440, 500)]
    [InlineData("ES", 425, 200)]
    [InlineData("IT", 425, 500)]
    [InlineData("BE", 425, 500)]
    [InlineData("MX", 425, 250)]
    [InlineData("BR", 425, 250)]
    public void A_country_has_its_tones(string country, double hertz, double milliseconds)
    {
        var busy = CountryTones.Find(country)!.Busy;

        Assert.True(busy.IsRepeated);
        Assert.Equal(hertz, busy.Segments[0].Frequencies[0].Hertz);
        Assert.Equal(milliseconds, busy.Segments[0].Duration.TotalMilliseconds);
        Assert.Empty(busy.Segments[1].Frequencies);
    }

    [Fact]
    public void Many_countries_are_known_and_each_tone_can_be_made()
    {
        Assert.InRange(CountryTones.All.Count(), 25, 250);
        Assert.All(CountryTones.All.Append(CountryTones.International), country =>
        {
            foreach (var tone in new[] { country.Ringing, country.Busy, country.Congestion, country.SpecialInformation })
            {
                var sound = new short[8000];
                Assert.Equal(sound.Length, new ToneGenerator(tone, 8000).Generate(sound));
                // -10 dBm0 while it sounds, however many frequencies it has.
                var piece = sound.AsSpan(0, (int)(Math.Min(1, tone.Segments[0].Duration.TotalSeconds) * 8000));
                Assert.Equal(-10, (20 * Math.Log10(Sound.Level(piece) * Math.Sqrt(2) / short.MaxValue)) + 3.14, 0.6);
            }
        });
    }

    [Fact]
    public void A_country_that_is_not_there_is_told_from_one_that_is()
    {
        Assert.Null(CountryTones.Find("XX"));
        Assert.Null(CountryTones.Find("*"));
        Assert.Equal("*", CountryTones.International.Country);
    }

    [Theory]
    [InlineData("XX 425/1000", "countries.txt:2:1: 2 columns; expected 5")]
    [InlineData("XX 425 - - -", "countries.txt:2:1: '425'; expected frequencies/milliseconds, 1 to 10000 ms")]
    [InlineData("XX 425/0 - - -", "countries.txt:2:1: '425/0'; expected frequencies/milliseconds, 1 to 10000 ms")]
    [InlineData("XX 425+x/100 - - -", "countries.txt:2:1: '425+x/100'; expected frequencies of 100 to 3400 Hz, such as 440+480, or 0 for silence")]
    [InlineData("XX 4250/100 - - -", "countries.txt:2:1: '4250/100'; expected frequencies of 100 to 3400 Hz, such as 440+480, or 0 for silence")]
    public void A_line_that_is_wrong_is_told_with_its_place(string line, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => CountryTones.Read(new StringReader("* 1000/1 1000/1 1000/1 1000/1\n" + line))).Message);
}
