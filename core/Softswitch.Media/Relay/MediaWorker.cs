using System.Runtime.InteropServices;
using Softswitch.Net;
using Softswitch.Net.Native;

namespace Softswitch.Media;

/// <summary>What the streams of one worker share: its receive buffer, the time of its turn, and the look after silent ones.</summary>
internal sealed unsafe class MediaWorker : IDisposable
{
    /// <summary>The longest datagram that is relayed, bytes; an Ethernet frame holds 1472.</summary>
    public const int BufferLength = 2048;

    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(500);

    private readonly List<MediaStream> _streams = [];
    private readonly WheelTimer _look;
    private long _timeOfTurn = -1;
    private long _now;

    public MediaWorker(EpollWorker worker)
    {
        Worker = worker;
        Buffer = (byte*)NativeMemory.Alloc(BufferLength);
        Name = (byte*)NativeMemory.Alloc(NativeAddress.MaximumLength);
        Clock = new MediaClock(worker);
        _look = new WheelTimer(static state => ((MediaWorker)state!).LookAfterStreams(), this);
    }

    public EpollWorker Worker { get; }

    /// <summary>The clock by which what streams say themselves goes out.</summary>
    public MediaClock Clock { get; }

    public byte* Buffer { get; }

    public byte* Name { get; }

    public long Turn => Worker.Turns;

    /// <summary>The clock's timestamp, read once a turn: packets that were collected together have arrived together.</summary>
    public long Now
    {
        get
        {
            var turn = Worker.Turns;
            if (turn == _timeOfTurn) return _now;
            _timeOfTurn = turn;
            return _now = Worker.Clock.GetTimestamp();
        }
    }

    public void Add(MediaStream stream)
    {
        stream.PlaceOnWorker = _streams.Count;
        _streams.Add(stream);
        if (!_look.IsRunning) Worker.Timers.Start(_look, LookPeriod);
    }

    public void Remove(MediaStream stream)
    {
        var last = _streams[^1];
        _streams[stream.PlaceOnWorker] = last;
        last.PlaceOnWorker = stream.PlaceOnWorker;
        _streams.RemoveAt(_streams.Count - 1);
        if (_streams.Count == 0) Worker.Timers.Stop(_look);
    }

    /// <summary>Closes what is still open; when the worker runs no more.</summary>
    public void Dispose()
    {
        while (_streams.Count > 0) _streams[^1].CloseNow();
        NativeMemory.Free(Buffer);
        NativeMemory.Free(Name);
    }

    private void LookAfterStreams()
    {
        foreach (var stream in _streams) stream.LookForSilence(Now);
        if (_streams.Count > 0) Worker.Timers.Start(_look, LookPeriod);
    }
}
