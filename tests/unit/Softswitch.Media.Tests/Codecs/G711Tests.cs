namespace Softswitch.Media.Tests.Codecs;

public sealed class G711Tests
{
    private const string Folder = "itu-g711";

    /// <summary>
    /// G.711 table 1a: decision values of A-law's positive half, in the units of 12 bits and sign: 16 steps of 1 (two segments of 2 in the
    /// table's own unit of 1/4096), then segments whose steps double.
    /// </summary>
    private static readonly int[] ALawDecisions = Decisions([1, 1, 2, 4, 8, 16, 32, 64], firstStep: 1);

    /// <summary>G.711 table 2a: decision values of µ-law's positive half, in units of 13 bits and sign: the first step is half as wide.</summary>
    private static readonly int[] MuLawDecisions = Decisions([2, 4, 8, 16, 32, 64, 128, 256], firstStep: 1);

    [Fact]
    public void Every_sample_gets_the_A_law_code_of_the_definition()
    {
        for (var sample = (int)short.MinValue; sample <= short.MaxValue; sample++)
        {
            // Negative values are complemented, not negated: the halves are mirror images without a common zero.
            var magnitude = (sample < 0 ? ~sample : sample) >> 4;
            var expected = (Interval(ALawDecisions, magnitude) | (sample < 0 ? 0 : 0x80)) ^ 0x55;
            Assert.Equal(expected, G711.EncodeALaw((short)sample));
        }
    }

    [Fact]
    public void Every_sample_gets_the_mu_law_code_of_the_definition()
    {
        for (var sample = (int)short.MinValue; sample <= short.MaxValue; sample++)
        {
            var magnitude = (sample < 0 ? ~sample : sample) >> 2;
            var expected = (Interval(MuLawDecisions, magnitude) | (sample < 0 ? 0 : 0x80)) ^ 0x7F;
            Assert.Equal(expected, G711.EncodeMuLaw((short)sample));
        }
    }

    [Fact]
    public void Every_A_law_code_is_the_middle_of_its_interval()
    {
        for (var code = 0; code < 256; code++)
        {
            var plain = code ^ 0x55;
            var interval = plain & 0x7F;
            // In units of 16 bits; the middle of two decision values.
            var middle = (ALawDecisions[interval] + ALawDecisions[interval + 1]) * 8;
            Assert.Equal((plain & 0x80) != 0 ? middle : -middle, G711.DecodeALaw((byte)code));
        }
    }

    [Fact]
    public void Every_mu_law_code_is_the_middle_of_its_interval()
    {
        for (var code = 0; code < 256; code++)
        {
            var plain = code ^ 0x7F;
            var interval = plain & 0x7F;
            // The lowest interval reaches over zero to its mirror image.
            var middle = interval == 0 ? 0 : (MuLawDecisions[interval] + MuLawDecisions[interval + 1]) * 2;
            Assert.Equal((plain & 0x80) != 0 ? middle : -middle, G711.DecodeMuLaw((byte)code));
        }
    }

    [Fact]
    public void Coding_again_changes_nothing()
    {
        for (var code = 0; code < 256; code++)
        {
            Assert.Equal(code, G711.EncodeALaw(G711.DecodeALaw((byte)code)));
            // The two zeros of mu-law are one in linear form.
            Assert.Equal(code == 0x7F ? 0xFF : code, G711.EncodeMuLaw(G711.DecodeMuLaw((byte)code)));
        }
    }

    [Fact]
    public void Silence_is_the_code_of_zero()
    {
        Assert.Equal(G711.ALawSilence, G711.EncodeALaw(0));
        Assert.Equal(G711.MuLawSilence, G711.EncodeMuLaw(0));
    }

    [TestDataFact(Folder)]
    public void The_sequences_of_the_ITU_come_out_to_the_bit()
    {
        var source = TestData.Words(Folder, "sweep.src");
        Assert.NotEmpty(source);
        Assert.Equal(TestData.Words(Folder, "sweep-r.a"), source.Select(sample => (short)G711.EncodeALaw(sample)));
        Assert.Equal(TestData.Words(Folder, "sweep-r.u"), source.Select(sample => (short)G711.EncodeMuLaw(sample)));
        Assert.Equal(TestData.Words(Folder, "sweep-r.rea"), TestData.Words(Folder, "sweep-r.a").Select(code => G711.DecodeALaw((byte)code)));
        Assert.Equal(TestData.Words(Folder, "sweep-r.reu"), TestData.Words(Folder, "sweep-r.u").Select(code => G711.DecodeMuLaw((byte)code)));
        Assert.Equal(TestData.Words(Folder, "sweep-r.a-a"), source.Select(sample => G711.DecodeALaw(G711.EncodeALaw(sample))));
        Assert.Equal(TestData.Words(Folder, "sweep-r.u-u"), source.Select(sample => G711.DecodeMuLaw(G711.EncodeMuLaw(sample))));
    }

    /// <summary>The bounds of the 128 intervals of eight segments with 16 steps each.</summary>
    private static int[] Decisions(int[] steps, int firstStep)
    {
        var bounds = new List<int> { 0, firstStep };
        while (bounds.Count <= 128) bounds.Add(bounds[^1] + steps[(bounds.Count - 1) / 16]);
        return [.. bounds];
    }

    private static int Interval(int[] decisions, int magnitude)
    {
        var interval = 0;
        while (interval < 127 && magnitude >= decisions[interval + 1]) interval++;
        return interval;
    }
}
