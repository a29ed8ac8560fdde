using Softswitch.Net;

namespace Softswitch.Media;

/// <summary>
/// One media line of one leg: a pair of local ports, the end that it talks to, and the stream of the other leg that it is
/// connected with. Its methods may be called from any thread and never wait; they take effect on the stream's worker
/// in the order of the calls. After <see cref="Close"/> they do nothing.
/// </summary>
public sealed partial class MediaStream
{
    private readonly MediaRelay _relay;
    private readonly MediaSocket _rtp;
    private readonly MediaSocket _rtcp;
    private readonly StreamCommands _commands;
    private readonly ReceptionStatistics _reception;
    private MediaWorker _home;
    private MediaStream? _other;
    private int _linkVersion;
    private bool _isAttached;
    private bool _isClosed;

    internal MediaStream(MediaRelay relay, MediaWorker home, in NetAddress local, int rtp, int rtcp, MediaStreamOptions options)
    {
        _relay = relay;
        _home = home;
        Local = local;
        var rate = new PacketRateLimit(options.PacketsPerSecond, options.Burst, relay.Clock.TimestampFrequency);
        var now = relay.Clock.GetTimestamp();
        _rtp = new MediaSocket(this, rtp, new SourceLearner(relay.LearnerTimes), rate, now);
        _rtcp = new MediaSocket(this, rtcp, new SourceLearner(relay.LearnerTimes), rate, now);
        _commands = new StreamCommands(this);
        _reception = new ReceptionStatistics(relay.Clock.TimestampFrequency);
        _protocol = options.Protocol;
    }

    /// <summary>Where RTP is received; the port is even.</summary>
    public NetAddress Local { get; }

    /// <summary>Where RTCP is received unless it is multiplexed: the port above.</summary>
    public NetAddress LocalControl => Local.WithPort((ushort)(Local.Port + 1));

    /// <summary>Time since the last media packet was accepted, or since the stream was opened; RTCP does not count unless it is multiplexed.</summary>
    public TimeSpan SinceLastPacket => _relay.Clock.GetElapsedTime(_rtp.LastHeard);

    internal MediaWorker Home => Volatile.Read(ref _home);

    internal int PlaceOnWorker { get; set; }

    /// <summary>
    /// The end, as negotiated: it wants RTP at <paramref name="rtp"/>, RTCP at <paramref name="rtcp"/> (when not set: the port
    /// above), or both at one port when <paramref name="multiplexed"/> (RFC 5761). Packets go to where they come from as
    /// soon as that is learnt (<see cref="SourceLearner"/>); a repeated negotiation of the same address changes
    /// nothing. An address that is not set, 0.0.0.0 or :: leaves the end as it is (an old way to say hold).
    /// <paramref name="signallingHost"/> is the host that signalling comes from, if known.
    /// </summary>
    public void SetRemote(NetAddress rtp, NetAddress rtcp = default, bool multiplexed = false, NetAddress signallingHost = default) =>
        _commands.Add(
            static (stream, state) => stream.Apply((RemoteEnd)state!),
            new RemoteEnd(rtp, rtcp, multiplexed, signallingHost));

    /// <summary>What the stream's payload types stand for, as negotiated: for statistics, and to know keys by.</summary>
    public void SetPayloadFormats(PayloadFormats formats) =>
        _commands.Add(
            static (stream, state) =>
            {
                stream._reception.Formats = (PayloadFormats)state!;
                stream.ListenForSoundingKeys();
            },
            formats);

    /// <summary>Which way media may flow; both ways at first. RTCP flows regardless (RFC 3264 §5.1).</summary>
    public void SetDirection(MediaDirection direction) =>
        _commands.Add(static (stream, state) => stream.Apply((MediaDirection)state!), direction);

    /// <summary>The stream carries something else from now on, such as T.38 instead of RTP.</summary>
    public void SetProtocol(MediaProtocol protocol) =>
        _commands.Add(static (stream, state) => stream.Apply((MediaProtocol)state!), protocol);

    /// <summary>Passes on what either stream receives to the other, instead of whatever they were connected with before.</summary>
    public void Connect(MediaStream other)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(other, this);
        _commands.Add(static (stream, state) => stream.BeginLink((MediaStream)state!), other);
    }

    /// <summary>Passes on nothing more, in either direction.</summary>
    public void Disconnect() => _commands.Add(static (stream, _) => stream.Unlink(), null);

    /// <summary>Ends the stream and gives its ports back.</summary>
    public void Close() => _commands.Add(static (stream, _) => stream.CloseNow(), null);

    /// <summary>Completes when everything that was asked of the stream before has been done.</summary>
    public Task WhenApplied()
    {
        var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands.Add(static (_, state) => ((TaskCompletionSource)state!).SetResult(), applied);
        return applied.Task;
    }

    internal void Begin() => _commands.Add(static (stream, _) => stream.Attach(), null);

    internal void CloseNow()
    {
        if (_isClosed) return;
        LeaveKeeper();
        Unlink();
        _isClosed = true;
        CloseVoice();
        _ear?.Dispose();
        if (_isAttached) _home.Remove(this);
        _rtp.Close();
        _rtcp.Close();
        _relay.OnClosed(this);
    }

    internal void LookForSilence(long now)
    {
        _rtp.DisconnectIfSilent(_reception.Ssrc, now);
        _rtcp.DisconnectIfSilent(ssrc: 0, now);
    }

    private void Attach()
    {
        if (_isClosed) return;
        _isAttached = true;
        _home.Add(this);
        _rtp.Attach(_home);
        _rtcp.Attach(_home);
        _voice?.Attach(_home.Clock);
        _ear?.Attach(_home.Clock, SinceBeginning(_home.Now));
        _reports?.Attach(_home.Worker);
    }

    private void Detach()
    {
        if (!_isAttached) return;
        _isAttached = false;
        _home.Remove(this);
        _rtp.Detach();
        _rtcp.Detach();
        _voice?.Detach();
        _ear?.Detach();
        _reports?.Detach();
        _keys?.Release();
    }

    private void Apply(RemoteEnd end)
    {
        if (_isClosed) return;
        _multiplexed = end.Multiplexed;
        if (!end.Rtp.IsSet || end.Rtp.IsAny || end.Rtp.Port == 0) return;
        if (_rtp.Source.Expect(end.Rtp, end.SignallingHost)) _rtp.Aim(end.Rtp);
        var rtcp = end.Rtcp.IsSet ? end.Rtcp : end.Rtp.WithPort((ushort)(end.Rtp.Port + 1));
        if (_rtcp.Source.Expect(rtcp, end.SignallingHost)) _rtcp.Aim(rtcp);
    }

    private void Apply(MediaDirection direction)
    {
        _direction = direction;
        RouteMedia();
        _other?.RouteMedia();
    }

    private void Apply(MediaProtocol protocol)
    {
        _protocol = protocol;
        ApplyVoiceFormat();
    }

    private void BeginLink(MediaStream other)
    {
        if (_isClosed) return;
        Unlink();
        var version = _linkVersion;
        // Packets cross between streams of one worker only; the other one moves in.
        if (other.Home != _home)
        {
            var home = _home;
            other._commands.Add(static (stream, state) => stream.MoveTo((MediaWorker)state!), home);
        }

        other._commands.Add(static (stream, state) => stream.FinishLink((LinkRequest)state!), new LinkRequest(this, version));
    }

    private void FinishLink(LinkRequest request)
    {
        var from = request.From;
        if (_isClosed || from.Home != _home) return;
        if (from._isClosed || from._linkVersion != request.Version) return;
        LeaveKeeper();
        from.LeaveKeeper();
        Unlink();
        _other = from;
        from._other = this;
        RouteMedia();
        from.RouteMedia();
        ListenForSoundingKeys();
        from.ListenForSoundingKeys();
    }

    private void Unlink()
    {
        _linkVersion++;
        if (_other is not { } other) return;
        _other = null;
        RouteMedia();
        other._linkVersion++;
        other._other = null;
        other.RouteMedia();
        ListenForSoundingKeys();
        other.ListenForSoundingKeys();
    }

    private void MoveTo(MediaWorker home)
    {
        if (_isClosed || home == _home) return;
        LeaveKeeper();
        Unlink();
        Detach();
        // The commands that follow run there.
        Volatile.Write(ref _home, home);
        _commands.Add(static (stream, _) => stream.Attach(), null);
    }

    private sealed record RemoteEnd(NetAddress Rtp, NetAddress Rtcp, bool Multiplexed, NetAddress SignallingHost);

    private sealed record LinkRequest(MediaStream From, int Version);
}
