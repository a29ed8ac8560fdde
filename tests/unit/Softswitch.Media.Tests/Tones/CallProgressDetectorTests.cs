using Softswitch.Media.Tests.Audio;
using Softswitch.Net;
using Xunit.Abstractions;

namespace Softswitch.Media.Tests.Tones;

public sealed class CallProgressDetectorTests(ITestOutputHelper output)
{
    public static TheoryData<string> Countries => [.. CountryTones.All.Select(country => country.Country)];

    [Theory]
    [MemberData(nameof(Countries))]
    public void A_countrys_tones_are_told_apart(string country)
    {
        var tones = CountryTones.Find(country)!;
        var heard = new[] { tones.Busy, tones.Congestion, tones.Ringing, tones.SpecialInformation }.Select(tone => Hear(tones, Sound(tone, 12))).ToArray();
        output.WriteLine(string.Join(" | ", heard.Select(one => string.Join(",", one))));

        Assert.Equal([CallProgress.Busy], heard[0].Distinct());
        // Where congestion sounds as busy does, or (in two countries) begins so, it is taken for that.
        Assert.Equal([country is "AU" or "ES" || tones.Congestion.SoundsAs(tones.Busy) ? CallProgress.Busy : CallProgress.Congestion], heard[1].Distinct());
        Assert.Empty(heard[2]);
        Assert.Equal([CallProgress.SpecialInformation], heard[3].Distinct());
    }

    [Fact]
    public void Fax_machines_are_heard()
    {
        var calling = new Tone([new ToneSegment(TimeSpan.FromMilliseconds(500), [new(1100, -15)]), ToneSegment.Silence(TimeSpan.FromSeconds(3))], IsRepeated: true);
        var answer = new Tone([new ToneSegment(TimeSpan.FromSeconds(3), [new(2100, -15)]), ToneSegment.Silence(TimeSpan.FromSeconds(30))], IsRepeated: false);

        Assert.Equal([CallProgress.FaxCalling, CallProgress.FaxCalling], Hear(CountryTones.International, Sound(calling, 6)));
        Assert.Equal([CallProgress.FaxAnswer], Hear(CountryTones.International, Sound(answer, 6)));
    }

    [Fact]
    public void An_announcement_may_follow_its_tones_at_once()
    {
        var tones = CountryTones.Find("US")!;
        var sound = Sound(tones.SpecialInformation, 1.1);

        Assert.Equal([CallProgress.SpecialInformation], Hear(tones, [.. new short[4000], .. sound, .. Speech.Make(8000, 2)]));
    }

    [Fact]
    public void Speech_and_music_are_no_tones()
    {
        using var detector = new CallProgressDetector(CountryTones.Find("US")!);
        var (heard, seconds) = (new List<CallProgress>(), 0.0);
        foreach (var recording in Recordings.All())
        {
            for (var at = 0; at + 160 <= recording.Length; at += 160)
            {
                if (detector.Listen(recording.AsSpan(at, 160)) is { } progress) heard.Add(progress);
            }

            seconds += recording.Length / 8000.0;
        }

        output.WriteLine($"{seconds / 60:0.0} minutes: {string.Join(",", heard)}");
        Assert.Empty(heard);
    }

    [Fact]
    public void Frames_leave_no_garbage()
    {
        using var detector = new CallProgressDetector(CountryTones.International);
        var frame = Speech.Make(8000, 0.02);

        Garbage.None(() => detector.Listen(frame));
    }

    private static short[] Sound(Tone tone, double seconds)
    {
        IRandomSource random = new SeededRandomSource(1);
        var sound = new short[(int)(seconds * 8000)];
        new ToneGenerator(tone, 8000).Generate(sound);
        // The noise of a line, some 45 dB below the tone, and its codec.
        for (var i = 0; i < sound.Length; i++) sound[i] = G711.DecodeALaw(G711.EncodeALaw((short)(sound[i] + random.Next(100) - 50)));
        return sound;
    }

    private static List<CallProgress> Hear(CountryTones tones, short[] sound)
    {
        var heard = new List<CallProgress>();
        using var detector = new CallProgressDetector(tones);
        for (var at = 0; at + 160 <= sound.Length; at += 160)
        {
            if (detector.Listen(sound.AsSpan(at, 160)) is { } progress) heard.Add(progress);
        }

        return heard;
    }
}
