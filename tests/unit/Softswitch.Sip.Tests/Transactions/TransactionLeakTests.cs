using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transactions;

/// <summary>Whatever way a transaction ends, nothing of it stays.</summary>
public sealed class TransactionLeakTests
{
    private const int Batches = 50;
    private const int BatchSize = 2000;
    private readonly TransactionFixture _fixture = new();
    private readonly IRandomSource _random = new SeededRandomSource(7);
    private int _number;

    [Fact]
    public void A_hundred_thousand_transactions_ended_in_every_way_leave_nothing()
    {
        Action<bool>[] ways =
        [
            ClientAnswered(SipMethod.Invite, 200), ClientAnswered(SipMethod.Invite, 486), ClientAnswered(SipMethod.Bye, 200),
            ClientAnswered(SipMethod.Options, 100), ClientAnswered(SipMethod.Invite, 0), ClientAnswered(SipMethod.Info, 0),
            ClientUndelivered, ClientCancelled(487), ClientCancelled(200), ClientCancelled(0), ClientAbandoned,
            Server("INVITE", 200, acknowledged: true), Server("INVITE", 200, acknowledged: false), Server("INVITE", 404, acknowledged: true),
            Server("INVITE", 404, acknowledged: false), Server("OPTIONS", 200), Server("REGISTER", 401), Server("INVITE", 407), Server("MESSAGE", 0), ServerCancelled,
        ];
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var i = 0; i < BatchSize; i++)
            {
                ways[_random.Next(ways.Length)](_random.Next(3) == 0);
                if (i % 100 == 0) _fixture.Pass(_random.Next(300));
            }

            Assert.True(_fixture.Layer.LingeringCount > 0);
            _fixture.Pass(70_000);
            _fixture.AssertNothingIsLeft();
            _fixture.Sender.TakeStartLines();
        }
    }

    private Action<bool> ClientAnswered(SipMethod method, int status) => reliable =>
    {
        _ = _fixture.Send(method, reliable);
        var request = _fixture.Sender.Last;
        if (status == 0) return;
        if (_random.Next(2) == 0) _fixture.Answer(request, 183);
        _fixture.Answer(request, status);
        if (_random.Next(2) == 0) _fixture.Answer(request, status);
    };

    private void ClientUndelivered(bool reliable)
    {
        _ = _fixture.Send(SipMethod.Bye, reliable, body: new byte[_random.Next(3000)]);
        var index = _fixture.Sender.Sent.Count - 1;
        _fixture.Worker.Do(() => _fixture.Sender.Fail(index));
    }

    private Action<bool> ClientCancelled(int status) => reliable =>
    {
        var transaction = _fixture.Send(SipMethod.Invite, reliable);
        var invite = _fixture.Sender.Last;
        if (_random.Next(2) == 0) _fixture.Worker.Do(() => transaction.Cancel("SIP;cause=200"u8));
        _fixture.Answer(invite, 180);
        _fixture.Worker.Do(() => transaction.Cancel());
        if (_random.Next(2) == 0) _fixture.Answer(_fixture.Sender.Last, 200);
        if (status > 0) _fixture.Answer(invite, status);
    };

    private void ClientAbandoned(bool reliable)
    {
        _fixture.Send(SipMethod.Options, reliable).Abandon();
        if (_random.Next(2) == 0) _fixture.Answer(_fixture.Sender.Last, 404);
    }

    private Action<bool> Server(string method, int status, bool acknowledged = false) => reliable =>
    {
        var branch = "z9hG4bK" + _number++;
        _fixture.ReceiveRequest(method, branch, reliable, callId: branch);
        if (status == 0) return;
        if (status is 401 or 407) _fixture.User.LastRequest!.Forget();
        if (_random.Next(2) == 0) _fixture.Respond(183);
        _fixture.Respond(status);
        if (!acknowledged) return;
        if (status < 300) _fixture.Worker.Do(() => _fixture.User.LastRequest!.Acknowledged());
        else _fixture.ReceiveRequest("ACK", branch, reliable, callId: branch, toTag: "x");
    };

    private void ServerCancelled(bool reliable)
    {
        var branch = "z9hG4bK" + _number++;
        _fixture.User.WhenCancelled = static transaction => transaction.Respond(487);
        _fixture.ReceiveRequest("INVITE", branch, reliable, callId: branch);
        _fixture.ReceiveRequest("CANCEL", branch, reliable, callId: branch);
        if (_random.Next(2) == 0) _fixture.ReceiveRequest("ACK", branch, reliable, callId: branch, toTag: "x");
    }
}
