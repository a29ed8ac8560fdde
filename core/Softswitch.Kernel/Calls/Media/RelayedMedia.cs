using Softswitch.Kernel.Storage;
using Softswitch.Media;
using Softswitch.Net;
using Softswitch.Sip;
using Softswitch.Sip.Sdp;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// Media that goes through the switch. Each leg has a stream of its own for each media line, opened when a description
/// first asks for it and kept for as long as the leg lives: its party never sees our address change.
/// </summary>
internal sealed class RelayedMedia(MediaRelay relay, NetAddress local, NetAddress advertised, uint callKey, ulong sessionId) : ILegMedia
{
    /// <summary>Media lines of one leg that get ports; those beyond are refused.</summary>
    private const int StreamLimit = 8;

    [ThreadStatic]
    private static SdpRewriter? _threadRewriter;

    private readonly OwnDescription _own = new(sessionId);
    private readonly List<LegStream?> _streams = [];
    private RelayedMedia? _peer;
    private RelayedVoice? _voice;
    private bool _closed;

    public TimeSpan? Silence
    {
        get
        {
            TimeSpan? least = null;
            foreach (var stream in _streams)
            {
                if (stream is { IsExpected: true } && (least is null || stream.Media.SinceLastPacket < least)) least = stream.Media.SinceLastPacket;
            }

            return least;
        }
    }

    public ILegVoice Voice => _voice ??= new RelayedVoice(() => _streams.Find(static stream => stream is { Kind: MediaKind.Audio })?.Media);

    public EndCause Refusal { get; private set; } = EndCauses.NoMedia;

    public byte[]? Present(byte[] description)
    {
        Refusal = EndCauses.NoMedia;
        Span<SdpStream> lines = stackalloc SdpStream[SdpLimits.MediaCount];
        if (_closed || !SdpScanner.TryScan(description, lines, out var count, out _)) return null;
        Span<SdpRelayStream> places = stackalloc SdpRelayStream[SdpLimits.MediaCount];
        for (var i = 0; i < count; i++)
        {
            if (lines[i].IsRejected || i >= StreamLimit) continue;
            if (StreamAt(i, lines[i], lines[i].Section(description)) is not { } stream)
            {
                Refusal = EndCauses.NoPort;
                return null;
            }

            places[i] = new SdpRelayStream(advertised.WithPort(stream.Media.Local.Port));
        }

        Link();
        return _own.Write(_threadRewriter ??= new SdpRewriter(), description, advertised, places[..count], SdpDrops.Relay, out _);
    }

    public void Apply(byte[] description)
    {
        Span<SdpStream> lines = stackalloc SdpStream[SdpLimits.MediaCount];
        if (_closed || !SdpScanner.TryScan(description, lines, out var count, out _)) return;
        for (var i = 0; i < Math.Min(count, StreamLimit); i++)
        {
            var section = lines[i].Section(description);
            if (lines[i].IsRejected) Silenced(i);
            else StreamAt(i, lines[i], section)?.Apply(lines[i], section);
        }

        Link();
    }

    public void Connect(ILegMedia other)
    {
        if (_closed || other is not RelayedMedia { _closed: false } peer) return;
        _peer = peer;
        peer._peer = this;
        Link();
    }

    public void Disconnect()
    {
        foreach (var stream in _streams) stream?.Unlink();
        if (_peer is { } peer)
        {
            _peer = null;
            peer._peer = null;
            peer.Disconnect();
        }
    }

    public IEnumerable<CallRecordMedia> Report(CallEnder party) =>
        _streams.OfType<LegStream>().Select(stream => stream.Report(party));

    public void Close()
    {
        if (_closed) return;
        _closed = true;
        Disconnect();
        foreach (var stream in _streams) stream?.Media.Close();
    }

    private LegStream? StreamAt(int index, in SdpStream line, ReadOnlySpan<byte> section)
    {
        while (_streams.Count <= index) _streams.Add(null);
        if (_streams[index] is { } known) return known;
        var options = LegStream.OptionsFor(line, section);
        if (relay.Open(local, callKey, options, out var media) != MediaOpenError.None) return null;
        return _streams[index] = new LegStream(media!, line.Kind);
    }

    private void Silenced(int index)
    {
        if (index < _streams.Count) _streams[index]?.Reject();
    }

    /// <summary>Streams come with descriptions, on either side first: whatever both legs have by now is connected.</summary>
    private void Link()
    {
        if (_peer is not { } peer) return;
        for (var i = 0; i < Math.Min(_streams.Count, peer._streams.Count); i++)
        {
            if (_streams[i] is { } mine && peer._streams[i] is { } theirs) mine.Link(theirs);
        }
    }
}
