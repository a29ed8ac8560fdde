using Softswitch.Net;

namespace Softswitch.Media.Tests.Voices;

public sealed class VoiceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_asked_whenever_the_end_hears_one_orderly_source_and_each_utterance_ends_once(ulong seed)
    {
        IRandomSource random = new SeededRandomSource(seed);
        var line = new SpokenLine(seed: seed);
        VoiceFormat[] formats = [new(AudioCodec.Pcmu, 0, 20, 101), new(AudioCodec.Pcma, 8, 30, 101), new(AudioCodec.Pcmu, 0, 60), new(AudioCodec.Pcma, 8, 10, 97)];
        var said = 0;
        for (var step = 0; step < 5000; step++)
        {
            switch (random.Next(8))
            {
                case 0 or 1:
                    line.Play([.. Enumerable.Range(0, random.Next(4)).Select(_ => SpokenLine.Sound(random.Next(120), codec: random.Next(2) == 0 ? AudioCodec.Pcmu : AudioCodec.Pcma))]);
                    said++;
                    break;
                case 2:
                    line.SendKeys(random.Next(2) == 0 ? "1" : "12#");
                    said++;
                    break;
                case 3:
                    line.Stop();
                    break;
                case 4:
                    line.IsOpen = random.Next(4) > 0;
                    break;
                case 5:
                    var format = formats[random.Next(formats.Length)];
                    line.Worker.Do(() => line.Voice.Format = format);
                    break;
                case 6:
                    line.Stall(random.Next(random.Next(10) == 0 ? 2000 : 60));
                    break;
                default:
                    line.Pass(random.Next(300));
                    break;
            }
        }

        line.Pass(2000);
        Assert.Equal(said, line.Ends.Count);
        Assert.False(line.Voice.IsSpeaking);
        Assert.Equal(0, line.Clock.Count);
        Assert.Equal(0, line.Worker.Timers.Count);
        Assert.InRange(line.Heard.Count, 1000, int.MaxValue);
        AssertOrderly(line.Heard);
    }

    [Fact]
    public void Nothing_is_said_before_a_clock_is_there_and_everything_then()
    {
        var line = new SpokenLine();
        line.Worker.Do(line.Voice.Detach);
        line.Play(SpokenLine.Sound(60));
        line.Pass(100);
        Assert.Empty(line.Heard);

        line.Worker.Do(() => line.Voice.Attach(line.Clock));
        line.Pass(100);

        Assert.Equal(3, line.Heard.Count);
    }

    [Fact]
    public void The_line_is_told_when_speaking_begins_and_when_it_ceases()
    {
        var line = new SpokenLine();

        line.Play(SpokenLine.Sound(100));
        Assert.Equal(1, line.Changes);
        line.Play(SpokenLine.Sound(100));
        Assert.Equal(1, line.Changes);
        line.Pass(200);

        Assert.Equal(2, line.Changes);
    }

    private static void AssertOrderly(List<SpokenPacket> heard)
    {
        foreach (var (one, next) in heard.Zip(heard.Skip(1)))
        {
            var (before, header) = (one.Header, next.Header);
            Assert.Equal(before.Ssrc, header.Ssrc);
            Assert.Equal((ushort)(before.SequenceNumber + 1), header.SequenceNumber);
            var units = unchecked((int)(header.Timestamp - before.Timestamp));
            // Reports of one key have one timestamp; all else goes forward, and never faster than time but for the catching up.
            Assert.True(units > 0 || (units == 0 && next.Payload.Length == TelephoneEvent.Length), $"{units} units between {one} and {next}");
            if (next.Payload.Length != TelephoneEvent.Length && one.Payload.Length != TelephoneEvent.Length && units > one.Payload.Length) Assert.True(header.Marker);
        }
    }
}
