using Softswitch.Net;

namespace Softswitch.Media.Tests.Mixing;

/// <summary>A mixer on a clock that is moved by hand, and the ends in it.</summary>
internal sealed class TestRoom
{
    private readonly ManualClock _time = new(DateTimeOffset.UnixEpoch);
    private readonly Action _advance;

    public TestRoom()
    {
        Worker = new ManualWorker(_time);
        Clock = new MediaClock(Worker);
        Mixer = new Mixer(Clock);
        _advance = Worker.Timers.Advance;
    }

    public ManualWorker Worker { get; }

    public MediaClock Clock { get; }

    public Mixer Mixer { get; }

    public IRandomSource Random { get; } = new SeededRandomSource(1);

    public List<MixedEnd> Ends { get; } = [];

    public TimeSpan Now => _time.GetElapsedTime(0);

    public MixedEnd Join(double tone = 0, AudioCodec? codec = null, int packetMilliseconds = 20)
    {
        var end = new MixedEnd(this, codec ?? AudioCodec.Pcmu, packetMilliseconds) { Tone = tone };
        Ends.Add(end);
        Do(() => Mixer.Add(end.Member));
        return end;
    }

    public void Leave(MixedEnd end) => Do(() => Mixer.Remove(end.Member));

    public void Do(Action action) => Worker.Do(action);

    /// <summary>All say what they have to say for so long.</summary>
    public void Talk(int milliseconds = 1000)
    {
        for (var passed = 0; passed < milliseconds; passed += 20)
        {
            foreach (var end in Ends) end.Speak();
            for (var i = 0; i < 2; i++)
            {
                _time.Advance(MediaClock.Period);
                Worker.Do(_advance);
            }
        }
    }
}
