using System.Runtime.CompilerServices;
using Softswitch.Net;
using Softswitch.Net.Native;

namespace Softswitch.Media;

/// <summary>The way of a packet: what it is, whose it is, whether it is too much, what it tells, and on to the other stream.</summary>
public sealed unsafe partial class MediaStream
{
    private MediaProtocol _protocol;
    private MediaDirection _direction = MediaDirection.Both;
    private bool _multiplexed;
    // Where media goes: the other stream's socket, or nowhere while not connected or on hold in this direction.
    private MediaSocket? _mediaTo;
    // Read by other threads, which must not find half an address.
    private StrongBox<NetAddress>? _source;

    /// <summary>A datagram is about to be received: what it will need can be fetched meanwhile.</summary>
    internal void Prefetch()
    {
        Processor.Prefetch(_reception);
        Processor.Prefetch(_mediaTo);
    }

    /// <summary>A datagram whose source has to be judged.</summary>
    internal void OnDatagram(MediaSocket socket, byte* datagram, int length, in NetAddress from)
    {
        if (!TryClassify(socket, datagram, length, out var kind, out var header)) return;
        var now = _home.Now;
        var verdict = socket.Source.Judge(from, header.Ssrc, now);
        if (verdict == SourceVerdict.Refused)
        {
            _wrongSource++;
            return;
        }

        if (verdict == SourceVerdict.Learnt) OnLearnt(socket, from);
        if (!socket.IsConnected && socket.Source.IsSettled(now)) socket.Connect();
        Relay(socket, datagram, length, kind, header, now);
    }

    /// <summary>A datagram that the kernel let in from the stream's source only.</summary>
    internal void OnDatagram(MediaSocket socket, byte* datagram, int length)
    {
        if (TryClassify(socket, datagram, length, out var kind, out var header)) Relay(socket, datagram, length, kind, header, _home.Now);
    }

    private bool TryClassify(MediaSocket socket, byte* datagram, int length, out PacketKind kind, out RtpHeader header)
    {
        kind = PacketKind.Unknown;
        header = default;
        if (length > MediaWorker.BufferLength)
        {
            _tooLong++;
            return false;
        }

        var packet = new ReadOnlySpan<byte>(datagram, length);
        kind = KindOf(packet, socket);
        if (kind != PacketKind.Unknown && (kind != PacketKind.Rtp || TryReadHeader(packet, out header))) return true;
        _malformed++;
        return false;
    }

    private void Relay(MediaSocket socket, byte* datagram, int length, PacketKind kind, in RtpHeader header, long now)
    {
        if (!socket.Accept(now))
        {
            _overRate++;
            return;
        }

        if (kind == PacketKind.Rtcp)
        {
            RelayControl(datagram, length, now);
            return;
        }

        if (_protocol == MediaProtocol.Opaque) CountOpaque(length);
        else if (kind == PacketKind.Rtp) _reception.Add(header, length, now);
        if (_keys is { } keys && kind == PacketKind.Rtp) ListenForKeys(keys, header, new ReadOnlySpan<byte>(datagram, length));
        if (_ear is { IsWanted: true } ear && kind == PacketKind.Rtp && _protocol == MediaProtocol.Rtp)
            ear.OnPacket(header, new ReadOnlySpan<byte>(datagram, length), _reception.Formats, SinceBeginning(now));
        if (_mediaTo is null || !_mediaTo.Send(datagram, length)) _notForwarded++;
    }

    private PacketKind KindOf(ReadOnlySpan<byte> packet, MediaSocket socket)
    {
        var isControlPort = socket == _rtcp;
        if (_protocol == MediaProtocol.Opaque) return isControlPort || packet.IsEmpty ? PacketKind.Unknown : PacketKind.Rtp;
        var kind = PacketKinds.Of(packet);
        return kind switch
        {
            PacketKind.Rtp => isControlPort ? PacketKind.Unknown : kind,
            PacketKind.Rtcp => isControlPort || _multiplexed ? kind : PacketKind.Unknown,
            _ => _protocol == MediaProtocol.SecureRtp ? kind : PacketKind.Unknown,
        };
    }

    private bool TryReadHeader(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        if (_protocol != MediaProtocol.Opaque) return RtpHeader.TryRead(packet, out header);
        header = default;
        return true;
    }

    private void OnLearnt(MediaSocket socket, in NetAddress source)
    {
        if (source != socket.Target) socket.Aim(source);
        if (socket != _rtp) return;
        _source = new StrongBox<NetAddress>(source);
        _rtcp.Source.FollowHost(source);
    }

    /// <summary>To be called when the partner or a direction has changed.</summary>
    private void RouteMedia()
    {
        // What the switch says itself to an end stands in for what the other one says.
        var flows = _direction.HasFlag(MediaDirection.Receive)
            && _other is { IsSpeaking: false } other && other._direction.HasFlag(MediaDirection.Send);
        _mediaTo = flows ? _other!._rtp : null;
    }

    private void RelayControl(byte* packet, int length, long now)
    {
        _controlPackets++;
        if (_protocol == MediaProtocol.Rtp) ReadReports(new ReadOnlySpan<byte>(packet, length), _relay.Clock.GetElapsedTime(0, now));
        if (_other is not { } other) return;
        _ = (other._multiplexed ? other._rtp : other._rtcp).Send(packet, length);
    }
}
