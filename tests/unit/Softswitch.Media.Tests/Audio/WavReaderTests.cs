namespace Softswitch.Media.Tests.Audio;

public sealed class WavReaderTests
{
    private static readonly short[] Samples = WavBytes.Tone(8000, 440, 0.1);

    [Fact]
    public void Sixteen_bits_come_through_unchanged() => Assert.Equal(Samples, Read(WavBytes.Pcm16(8000, Samples)));

    [Fact]
    public void Eight_bits_come_through_but_for_their_steps() =>
        Assert.All(Samples.Zip(Read(WavBytes.Pcm8(8000, Samples))), pair => Assert.InRange(pair.First - pair.Second, 0, 255));

    [Fact]
    public void Both_laws_are_read()
    {
        Assert.Equal(Samples.Select(sample => G711.DecodeALaw(G711.EncodeALaw(sample))), Read(WavBytes.ALaw(8000, Samples)));
        Assert.Equal(Samples.Select(sample => G711.DecodeMuLaw(G711.EncodeMuLaw(sample))), Read(WavBytes.MuLaw(8000, Samples)));
    }

    [Fact]
    public void Two_channels_become_one()
    {
        short[] left = [1000, short.MaxValue, short.MinValue, -3];
        short[] right = [3000, short.MaxValue, short.MinValue, 3];

        Assert.Equal([2000, short.MaxValue, short.MinValue, 0], Read(WavBytes.Pcm16(8000, left, right)));
    }

    [Fact]
    public void The_format_is_told()
    {
        Assert.Equal(new WavFormat(WavEncoding.Pcm16, 2, 44_100), new WavReader(new MemoryStream(WavBytes.Pcm16(44_100, [1], [2]))).Format);
        Assert.Equal(new WavFormat(WavEncoding.ALaw, 1, 8000), new WavReader(new MemoryStream(WavBytes.ALaw(8000, [1]))).Format);
    }

    [Fact]
    public void Other_chunks_are_passed_over()
    {
        byte[] file = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. WavBytes.Chunk("LIST"u8, new byte[77]), .. WavBytes.Format(1, 1, 8000, 16),
            .. WavBytes.Chunk("fact"u8, new byte[4]), .. WavBytes.Chunk("data"u8, [1, 0, 2, 0]), .. WavBytes.Chunk("id3 "u8, [9, 9])];

        Assert.Equal([1, 2], Read(file));
    }

    [Fact]
    public void The_extensible_format_is_what_it_says_it_is()
    {
        var format = WavBytes.Format(0xFFFE, 1, 8000, 16)[8..];
        byte[] extensible = [.. format, 22, 0, 16, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 16, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        byte[] file = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. WavBytes.Chunk("fmt "u8, extensible), .. WavBytes.Chunk("data"u8, [1, 0, 2, 0])];

        Assert.Equal([1, 2], Read(file));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7FFF_FFFFu)]
    public void A_length_that_nobody_knew_or_that_lies_ends_with_the_file(uint length) =>
        Assert.Equal([1, 2], Read(WavBytes.File(1, 1, 8000, 16, [1, 0, 2, 0], length)));

    [Fact]
    public void A_truncated_file_is_played_as_far_as_it_goes()
    {
        var file = WavBytes.Pcm16(8000, Samples);
        for (var length = 44; length < file.Length; length += 37) Assert.Equal(Samples[..((length - 44) / 2)], Read(file[..length]));
    }

    [Fact]
    public void A_truncated_header_is_no_file()
    {
        var file = WavBytes.Pcm16(8000, Samples);
        for (var length = 0; length < 44; length++) Assert.Throws<AudioFileException>(() => Read(file[..length]));
    }

    [Theory]
    [InlineData(1, 0, 8000, 16, "it has 0 channels; expected 1 or 2")]
    [InlineData(1, 6, 8000, 16, "it has 6 channels; expected 1 or 2")]
    [InlineData(1, 1, 7999, 16, "it has 7999 samples a second; expected 8000 to 48000")]
    [InlineData(1, 1, 96_000, 16, "it has 96000 samples a second; expected 8000 to 48000")]
    [InlineData(1, 1, 8000, 24, "its samples have 24 bits; expected 8 or 16 for PCM, 8 for A-law and µ-law")]
    [InlineData(6, 1, 8000, 16, "its samples have 16 bits; expected 8 or 16 for PCM, 8 for A-law and µ-law")]
    [InlineData(85, 1, 8000, 0, "its encoding is number 85; expected PCM (1), A-law (6) or µ-law (7)")]
    [InlineData(0xFFFE, 1, 8000, 16, "its encoding is number 65534; expected PCM (1), A-law (6) or µ-law (7)")]
    public void What_is_not_played_is_said(int tag, int channels, int rate, int bits, string message) =>
        Assert.Equal(message, Assert.Throws<AudioFileException>(() => Read(WavBytes.File(tag, channels, rate, bits, new byte[100]))).Message);

    [Fact]
    public void What_is_no_WAV_file_is_said()
    {
        Assert.Equal("it is empty", Assert.Throws<AudioFileException>(() => Read([])).Message);
        Assert.Equal("it does not begin as a WAV file", Assert.Throws<AudioFileException>(() => Read([.. "ID3"u8, .. new byte[500]])).Message);
        byte[] backwards = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. WavBytes.Chunk("data"u8, [1, 0])];
        Assert.Equal("its sound comes before its format", Assert.Throws<AudioFileException>(() => Read(backwards)).Message);
        byte[] silent = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. WavBytes.Format(1, 1, 8000, 16)];
        Assert.Equal("it ends before its sound", Assert.Throws<AudioFileException>(() => Read(silent)).Message);
        byte[] endless = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. Enumerable.Repeat(WavBytes.Chunk("junk"u8, []), 1000).SelectMany(chunk => chunk)];
        Assert.Equal("it has more than 64 chunks before its sound", Assert.Throws<AudioFileException>(() => Read(endless)).Message);
    }

    private static short[] Read(byte[] file)
    {
        var reader = new WavReader(new MemoryStream(file));
        var samples = new List<short>();
        var piece = new short[100];
        for (int read; (read = reader.Read(piece)) > 0;) samples.AddRange(piece[..read]);
        Assert.Equal(0, reader.Read(piece));
        return [.. samples];
    }
}
