using Softswitch.Net;
using Softswitch.Net.Native;

namespace Softswitch.Media;

/// <summary>The relay: its ports, its workers, and the opening of streams. Safe from any thread.</summary>
public sealed class MediaRelay : IDisposable
{
    // Ports of the range that other programs hold are passed over, but not without end.
    private const int MostPortsTried = 64;

    private readonly WorkerGroup _group;
    private readonly MediaWorker[] _workers;
    private int _openStreams;
    private bool _isDisposed;

    /// <summary>A relay that begins to work with <see cref="Start"/>. Throws <see cref="ArgumentException"/> for options out of range.</summary>
    public MediaRelay(MediaRelayOptions options, TimeProvider clock, IRandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.CollectEvery, TimeSpan.FromMilliseconds(2), nameof(options));
        Ports = new RelayPorts(options.Ports, clock, random);
        Clock = clock;
        Random = random;
        LearnerTimes = new SourceLearnerTimes(Timestamps(options.LearningWindow), Timestamps(options.SilenceBeforeMove));
        _group = new WorkerGroup(options.Workers, clock, new EpollWorkerOptions { Name = "media", CollectEvery = options.CollectEvery });
        _workers = new MediaWorker[options.Workers];
        for (var i = 0; i < _workers.Length; i++) _workers[i] = new MediaWorker(_group[i]);
    }

    /// <summary>The ports that streams are given.</summary>
    public RelayPorts Ports { get; }

    /// <summary>Streams that are open.</summary>
    public int OpenStreams => Volatile.Read(ref _openStreams);

    /// <summary>Told, on a worker, when something that ran on it threw.</summary>
    public Action<Exception>? Unhandled
    {
        get => _group.Unhandled;
        set => _group.Unhandled = value;
    }

    /// <summary>Told, on any thread, when a stream could not be opened.</summary>
    public Action<MediaOpenError>? Refused { get; set; }

    internal TimeProvider Clock { get; }

    internal IRandomSource Random { get; }

    internal SourceLearnerTimes LearnerTimes { get; }

    /// <summary>Starts the workers; once.</summary>
    public void Start() => _group.Start();

    /// <summary>
    /// Opens a stream at the address of <paramref name="local"/> (its port does not matter). Streams with the same
    /// <paramref name="callKey"/> share a worker: give both legs of a call the same. <paramref name="stream"/> is null unless
    /// <see cref="MediaOpenError.None"/> is returned.
    /// </summary>
    public MediaOpenError Open(in NetAddress local, uint callKey, MediaStreamOptions options, out MediaStream? stream)
    {
        var error = TryOpen(local, callKey, options, out stream);
        if (error != MediaOpenError.None) Refused?.Invoke(error);
        return error;
    }

    /// <summary>Ends the workers and closes what is open.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _group.Stop();
        foreach (var worker in _workers) worker.Dispose();
        _group.Dispose();
    }

    /// <summary>The worker of all that have this key.</summary>
    internal MediaWorker WorkerOf(uint key) => _workers[key % (uint)_workers.Length];

    internal void OnClosed(MediaStream stream)
    {
        Ports.Release(stream.Local.Port);
        Interlocked.Decrement(ref _openStreams);
    }

    private MediaOpenError TryOpen(in NetAddress local, uint callKey, MediaStreamOptions options, out MediaStream? stream)
    {
        stream = null;
        for (var attempt = 0; attempt < MostPortsTried; attempt++)
        {
            if (!Ports.TryTake(out var port)) return attempt == 0 ? MediaOpenError.NoPortFree : MediaOpenError.PortsTakenByOthers;
            var error = OpenPair(local.WithPort(port), options, out var rtp, out var rtcp);
            if (error == 0)
            {
                Interlocked.Increment(ref _openStreams);
                stream = new MediaStream(this, WorkerOf(callKey), local.WithPort(port), rtp, rtcp, options);
                stream.Begin();
                return MediaOpenError.None;
            }

            Ports.Release(port);
            if (error == DatagramCalls.AddressInUse) continue;
            return error switch
            {
                DatagramCalls.AddressNotAvailable => MediaOpenError.AddressNotLocal,
                DatagramCalls.TooManyFiles or DatagramCalls.TooManyFilesInSystem => MediaOpenError.NoDescriptorFree,
                _ => MediaOpenError.SystemFailure,
            };
        }

        return MediaOpenError.PortsTakenByOthers;
    }

    private static int OpenPair(in NetAddress local, MediaStreamOptions options, out int rtp, out int rtcp)
    {
        // The sizes of the system's own buffers hold seconds of audio.
        var socketOptions = new UdpSocketOptions { ReceiveBuffer = 0, SendBuffer = 0, TrafficClass = options.TrafficClass };
        rtp = rtcp = -1;
        try
        {
            rtp = UdpSetup.Open(local, socketOptions);
            rtcp = UdpSetup.Open(local.WithPort((ushort)(local.Port + 1)), socketOptions);
            return 0;
        }
        catch (IOException e)
        {
            if (rtp >= 0) _ = LibC.Close(rtp);
            return e.HResult;
        }
    }

    private long Timestamps(TimeSpan time) => (long)(time.TotalSeconds * Clock.TimestampFrequency);
}
