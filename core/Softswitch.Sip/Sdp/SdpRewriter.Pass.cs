using Softswitch.Net;

namespace Softswitch.Sip.Sdp;

public sealed partial class SdpRewriter
{
    /// <summary>One rewriting: the lines that are still to be copied, and what has been seen of the current section.</summary>
    private ref struct Pass(SdpRewriter owner, ReadOnlySpan<byte> sdp, NetAddress sessionAddress, SdpDrops drops)
    {
        private readonly SipWriter _writer = owner._writer;
        private readonly ReadOnlySpan<byte> _sdp = sdp;
        private readonly NetAddress _sessionAddress = sessionAddress;
        private int _copyFrom;
        private int _copyTo;

        private bool _hasName;
        private bool _hasTime;
        private bool _sessionHasConnection;
        private bool _sessionIsHeld;

        // Of the current media description; at the session level _inMedia is false.
        private bool _inMedia;
        private bool _isRejected;
        private bool _isDiscard;
        private bool _connectionIsSettled;
        private bool _owesRtcp;
        private SdpRelayStream _stream;

        /// <summary>The line as it is. Lines that follow each other are copied together.</summary>
        public void Keep(in SdpLineReader line)
        {
            Settle(line.Type);
            if (!line.EndsInCrLf)
            {
                Flush();
                _writer.Text(_sdp.Slice(line.Start, line.Value.Length + 2)).Text("\r\n"u8);
                return;
            }

            if (_copyTo != line.Start)
            {
                Flush();
                _copyFrom = line.Start;
            }

            _copyTo = line.End;
        }

        public void Origin(in SdpOrigin origin)
        {
            Flush();
            _writer.Text("o=- "u8).Number((long)origin.SessionId).Text(" "u8).Number((long)origin.Version).Text(" "u8)
                .Text(owner.AddressText(origin.Address)).Text("\r\n"u8);
        }

        public void Connection(in SdpLineReader line)
        {
            Settle((byte)'c');
            // A second one is a layer of a multicast session, which the relay's address replaces as a whole.
            if (_inMedia ? _connectionIsSettled : _sessionHasConnection) return;
            var isAny = SdpSyntax.TryConnection(line.Value, out var address) && address.IsSet && address.IsAny;
            if (isAny && !_isDiscard) Keep(line);
            else WriteConnection();
            if (_inMedia)
            {
                _connectionIsSettled = true;
                return;
            }

            _sessionHasConnection = true;
            _sessionIsHeld = isAny;
        }

        public void Media(in SdpMediaLine media, in SdpRelayStream stream)
        {
            Settle((byte)'m');
            EndMedia();
            _inMedia = true;
            _stream = stream;
            _isRejected = media.Port == 0 || !stream.Rtp.IsSet;
            _isDiscard = media.Port == SdpSyntax.DiscardPort;
            _connectionIsSettled = false;
            _owesRtcp = !_isRejected && stream.RtcpPort != 0 && SdpSyntax.IsRtp(media.Protocol);
            Flush();
            _writer.Text("m="u8).Text(media.Kind).Text(" "u8).Number(_isRejected ? 0 : stream.Rtp.Port).Text(" "u8)
                .Text(media.Protocol).Text(" "u8).Text(media.Formats).Text("\r\n"u8);
        }

        public void Attribute(in SdpLineReader line)
        {
            Settle((byte)'a');
            switch (SdpAttributes.Classify(SdpAttributes.NameOf(line.Value)))
            {
                case SdpAttribute.Ice when drops.HasFlag(SdpDrops.Ice):
                case SdpAttribute.RtcpMux when drops.HasFlag(SdpDrops.RtcpMux):
                case SdpAttribute.BundleOnly when drops.HasFlag(SdpDrops.Bundle):
                case SdpAttribute.Crypto when drops.HasFlag(SdpDrops.Crypto):
                case SdpAttribute.Dtls when drops.HasFlag(SdpDrops.Dtls):
                case SdpAttribute.ForeignAddress:
                    return;
                case SdpAttribute.Group when drops.HasFlag(SdpDrops.Bundle) && SdpAttributes.ValueOf(line.Value).StartsWith("BUNDLE"u8):
                    return;
                case SdpAttribute.Rtcp:
                    WriteRtcp();
                    return;
                default:
                    Keep(line);
                    return;
            }
        }

        public void End()
        {
            Settle((byte)'m');
            EndMedia();
            Flush();
        }

        /// <summary>Adds what should have come before a line of <paramref name="type"/> (order of RFC 8866 §5) and has not.</summary>
        private void Settle(byte type)
        {
            if (_inMedia)
            {
                // i= is the only line between m= and c=.
                if (_connectionIsSettled || type is (byte)'i' or (byte)'c') return;
                _connectionIsSettled = true;
                var isInherited = _sessionHasConnection
                    && (_isRejected || (_sessionIsHeld ? !_isDiscard : _stream.Rtp.SameHost(_sessionAddress)));
                if (!isInherited) WriteConnection();
                return;
            }

            if (!_hasName && type is not ((byte)'v' or (byte)'o'))
            {
                _hasName = true;
                if (type != 's') Write("s=-\r\n"u8);
            }

            if (_hasTime) return;
            if (type == 't') _hasTime = true;
            if (type is not ((byte)'r' or (byte)'z' or (byte)'k' or (byte)'a' or (byte)'m')) return;
            _hasTime = true;
            Write("t=0 0\r\n"u8);
        }

        private void WriteConnection()
        {
            Flush();
            _writer.Text("c="u8).Text(owner.AddressText(_inMedia && !_isRejected ? _stream.Rtp : _sessionAddress)).Text("\r\n"u8);
        }

        private void WriteRtcp()
        {
            if (!_owesRtcp) return;
            _owesRtcp = false;
            Flush();
            _writer.Text("a=rtcp:"u8).Number(_stream.RtcpPort).Text("\r\n"u8);
        }

        private void EndMedia()
        {
            if (_inMedia) WriteRtcp();
        }

        private void Write(ReadOnlySpan<byte> text)
        {
            Flush();
            _writer.Text(text);
        }

        private void Flush()
        {
            if (_copyTo > _copyFrom) _writer.Text(_sdp[_copyFrom.._copyTo]);
            _copyFrom = _copyTo;
        }
    }
}
