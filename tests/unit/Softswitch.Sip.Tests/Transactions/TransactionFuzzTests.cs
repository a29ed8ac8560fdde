using System.Text;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transactions;

/// <summary>Whatever arrives, mutated, doubled, late and out of order: nothing breaks, nobody is told twice, and all of it ends.</summary>
public sealed class TransactionFuzzTests
{
    private const int Steps = 20_000;
    private static readonly string[] Methods = ["INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS", "PRACK", "MESSAGE", "WHATEVER"];
    private static readonly int[] Statuses = [100, 180, 183, 200, 202, 302, 401, 404, 486, 487, 500, 603];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_traffic_at_all_ends_with_nothing_left(ulong seed)
    {
        var run = new Run(seed);
        for (var step = 0; step < Steps; step++) run.Step();
        run.Finish();
    }

    private sealed class Run(ulong seed) : IClientTransactionUser
    {
        private readonly IRandomSource _random = new SeededRandomSource(seed);
        private readonly TransactionFixture _fixture = new(new TransactionLimits { ServerTransactions = 500, Lingering = 300, LingeringBytes = 1 << 18 });
        private readonly List<(byte[] Bytes, SipPeer From)> _network = [];
        private readonly List<ServerTransaction> _servers = [];
        private readonly List<ClientTransaction> _clients = [];
        private readonly HashSet<ClientTransaction> _ended = [];
        private readonly SipMessage _message = new();

        public void Step()
        {
            _fixture.User.WhenRequested = (transaction, _) => OnRequest(transaction);
            switch (_random.Next(10))
            {
                case < 3:
                    Arrive(Request());
                    break;
                case 3 when _fixture.Sender.Sent.Count > 0:
                    Arrive(Response());
                    break;
                case 4 when _network.Count > 0:
                    Arrive(_network[_random.Next(_network.Count)]);
                    break;
                case 5 when _servers.Count > 0:
                    _fixture.Worker.Do(() => Act(_servers[_random.Next(_servers.Count)]));
                    break;
                case 6:
                    _fixture.Worker.Do(Send);
                    break;
                case 7 when _clients.Count > 0:
                    _fixture.Worker.Do(() => Act(_clients[_random.Next(_clients.Count)]));
                    break;
                case 8 when _fixture.Sender.Sent.Count > 0:
                    _fixture.Worker.Do(() => _fixture.Sender.Fail(_random.Next(_fixture.Sender.Sent.Count)));
                    break;
                default:
                    _fixture.Pass(_random.Next(_random.Next(20) == 0 ? 40_000 : 400));
                    break;
            }

            if (_fixture.Sender.Sent.Count > 200) _fixture.Sender.TakeStartLines();
            if (_network.Count > 200) _network.RemoveRange(0, 100);
            Forget();
        }

        public void Finish()
        {
            _fixture.User.WhenRequested = null;
            _fixture.Worker.Do(() =>
            {
                foreach (var transaction in _servers) transaction.Respond(500);
                foreach (var transaction in _clients) transaction.Cancel();
            });
            _fixture.Pass(140_000);
            _fixture.AssertNothingIsLeft();
        }

        public void OnResponse(ClientTransaction transaction, SipMessage response)
        {
            Assert.DoesNotContain(transaction, _ended);
            if (response.StatusCode >= 200) _ended.Add(transaction);
        }

        public void OnFailure(ClientTransaction transaction, TransactionFailure failure)
        {
            Assert.DoesNotContain(transaction, _ended);
            _ended.Add(transaction);
        }

        private void OnRequest(ServerTransaction transaction)
        {
            _servers.Add(transaction);
            if (_random.Next(8) == 0) transaction.Forget();
            while (_random.Next(2) == 0) Act(transaction);
        }

        private void Act(ServerTransaction transaction)
        {
            switch (_random.Next(8))
            {
                case 0:
                    transaction.Retransmit();
                    break;
                case 1:
                    transaction.Acknowledged();
                    break;
                case 2:
                    transaction.NewResponse(Status(), "Why not"u8).Send("text/plain"u8, new byte[_random.Next(2000)]);
                    break;
                default:
                    if (transaction.IsPending) transaction.Respond(Status());
                    break;
            }
        }

        private void Act(ClientTransaction transaction)
        {
            if (_random.Next(3) == 0) transaction.Abandon();
            else transaction.Cancel("SIP;cause=200"u8);
        }

        private void Send()
        {
            var method = (SipMethod)(1 + _random.Next((int)SipMethod.Message));
            if (method is SipMethod.Ack or SipMethod.Cancel) method = SipMethod.Invite;
            var request = _fixture.Layer.NewRequest(method, "sip:a@b"u8, TransactionFixture.PeerOver(_random.Next(2) == 0));
            request.Writer.Header(HeaderName.From, "<sip:x@y>;tag=z"u8).Header(HeaderName.To, "<sip:a@b>"u8)
                .Header(HeaderName.CallId, "fuzz"u8).Begin(HeaderName.CSeq).Text("1 "u8).Text(SipMethods.NameOf(method)).End();
            _clients.Add(request.Send("text/plain"u8, new byte[_random.Next(_random.Next(4) == 0 ? 3000 : 300)], this));
        }

        private (byte[] Bytes, SipPeer From) Request()
        {
            var reliable = _random.Next(3) == 0;
            var text = TransactionFixture.Request(
                Methods[_random.Next(Methods.Length)],
                (_random.Next(10) == 0 ? "" : "z9hG4bK") + _random.Next(40),
                reliable,
                toTag: _random.Next(3) == 0 ? "t" : "",
                cseq: _random.Next(20),
                callId: "call" + _random.Next(20),
                more: _random.Next(6) == 0 ? "Record-Route: <sip:x;lr>\nTimestamp: 1\n" : "");
            return (Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), TransactionFixture.PeerOver(reliable));
        }

        private (byte[] Bytes, SipPeer From) Response()
        {
            var request = _fixture.Sender.Sent[_random.Next(_fixture.Sender.Sent.Count)];
            var text = $"""
                SIP/2.0 {Status()} Whatever
                Via: {request["Via"]}
                From: {request["From"]}
                To: {request["To"]};tag=t{_random.Next(3)}
                Call-ID: {request["Call-ID"]}
                CSeq: {request["CSeq"]}
                Content-Length: 0


                """;
            return (Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), request.To);
        }

        private void Arrive((byte[] Bytes, SipPeer From) message)
        {
            _network.Add(message);
            var bytes = _random.Next(4) == 0 ? Mutate(message.Bytes) : message.Bytes;
            _fixture.Worker.Do(() =>
            {
                if (_message.TryParse(bytes, SipLimits.Default, out var error)) _fixture.Layer.OnMessage(_message, message.From);
                else _fixture.Layer.OnMalformed(_message, error, message.From);
            });
        }

        private byte[] Mutate(byte[] original)
        {
            var bytes = original.ToList();
            for (var count = _random.Next(6); count >= 0 && bytes.Count > 1; count--)
            {
                var at = _random.Next(bytes.Count);
                switch (_random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)_random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, Math.Min(_random.Next(20), bytes.Count - at));
                        break;
                    case 2:
                        bytes.InsertRange(at, original.AsSpan(0, Math.Min(_random.Next(60), original.Length)).ToArray());
                        break;
                    default:
                        bytes[at] = ";,:\"<>=\r\n "u8[_random.Next(10)];
                        break;
                }
            }

            return [.. bytes];
        }

        private int Status() => Statuses[_random.Next(Statuses.Length)];

        private void Forget()
        {
            if (_servers.Count > 100) _servers.RemoveAll(transaction => !transaction.IsPending);
            if (_clients.Count > 100) _clients.RemoveAll(transaction => !transaction.IsPending);
        }
    }
}
