using System.Text;
using Softswitch.Net;
using Xunit.Abstractions;

namespace Softswitch.Sip.Tests.Sessions;

/// <summary>Tests that measure the memory of the whole process: no other runs beside them.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests;

/// <summary>What a call costs in memory: held while it is up, and turned over while it comes and goes.</summary>
[Collection(nameof(MemoryTests))]
public sealed class SessionCostTests(ITestOutputHelper output)
{
    private const int Calls = 2000;

    [Fact]
    public void A_confirmed_session_holds_less_than_3_KB()
    {
        var link = new Link();
        link.Play(100, hangUp: true);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        link.Play(Calls, hangUp: false);
        // Transactions keep what they need for 32 seconds; a session is idle after that.
        link.Worker.Advance(TimeSpan.FromSeconds(40));
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        output.WriteLine($"{held / (2 * Calls)} bytes a session");
        Assert.Equal(2 * Calls, link.Count);
        Assert.InRange(held / (2 * Calls), 0, 3 * 1024);
        GC.KeepAlive(link);
    }

    [Fact]
    public void An_answered_call_turns_over_few_bytes()
    {
        var link = new Link();
        link.Play(500, hangUp: true);
        link.Worker.Advance(TimeSpan.FromSeconds(40));
        link.Play(500, hangUp: true);
        link.Worker.Advance(TimeSpan.FromSeconds(40));
        var before = GC.GetAllocatedBytesForCurrentThread();
        link.Play(500, hangUp: true);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 500;

        output.WriteLine($"{allocated} bytes a call, both sides");
        Assert.InRange(allocated, 0, 8 * 1024);
    }

    /// <summary>Two layers that hand each other their messages through buffers that are used again.</summary>
    private sealed class Link : ISessionUser
    {
        private static readonly byte[] Offer = new byte[350];
        private static readonly byte[] Answer = new byte[350];

        private readonly Queue<(Side To, byte[] Buffer, int Length, SipPeer From)> _queue = new(64);
        private readonly Stack<byte[]> _buffers = new(64);
        private readonly SipMessage _message = new();
        private readonly Side _caller;
        private readonly Side _callee;
        private InviteSession? _incoming;

        public Link()
        {
            Worker = new ManualWorker(new ManualClock(DateTimeOffset.UnixEpoch));
            _caller = new Side(this, 0);
            _callee = new Side(this, 1);
        }

        public ManualWorker Worker { get; }

        public int Count => _caller.Layer.Count + _callee.Layer.Count;

        public void Play(int calls, bool hangUp) => Worker.Do(() =>
        {
            for (var i = 0; i < calls; i++)
            {
                var session = _caller.Layer.Call(new OutgoingCall
                {
                    Target = SimulatedNetwork.PeerAt(1),
                    RequestUri = "sip:1002@acme.example:5060;transport=udp"u8,
                    From = "\"Alice Example\" <sip:1001@acme.example>"u8,
                    To = "<sip:1002@acme.example>"u8,
                    User = this,
                    Sdp = Offer,
                });
                Run();
                _incoming!.Ring(180);
                Run();
                _incoming.Answer(Answer);
                Run();
                if (hangUp) session.Hangup(EndCause.Normal);
                Run();
            }
        });

        public void OnIncoming(InviteSession session, SipMessage invite) => _incoming = session;

        public void OnProgress(InviteSession session, SipMessage response, byte[]? sdp)
        {
        }

        public void OnAnswered(InviteSession session, SipMessage response, byte[]? sdp)
        {
        }

        public void OnRejected(InviteSession session, int status, SipMessage? response)
        {
        }

        public void OnOffer(InviteSession session, byte[]? sdp)
        {
        }

        public void OnOfferAnswered(InviteSession session, byte[] sdp)
        {
        }

        public void OnOfferRejected(InviteSession session, int status)
        {
        }

        public void OnEnded(InviteSession session, in EndCause cause)
        {
        }

        private void Run()
        {
            while (_queue.TryDequeue(out var item))
            {
                Assert.True(_message.TryParse(item.Buffer.AsSpan(0, item.Length), SipLimits.Default, out _));
                item.To.Layer.Transactions.OnMessage(_message, item.From);
                _buffers.Push(item.Buffer);
            }
        }

        private sealed class Side : ISipSender
        {
            private readonly Link _link;
            private readonly SipPeer _peer;
            private readonly SipListenPoint _point;

            public Side(Link link, int index)
            {
                _link = link;
                _peer = SimulatedNetwork.PeerAt(index);
                _point = new SipListenPoint(SipTransport.Udp, Encoding.ASCII.GetBytes(_peer.Remote.ToString()));
                Layer = new SessionLayer(link.Worker, this, new SeededRandomSource((ulong)index + 7), link);
            }

            public SessionLayer Layer { get; }

            public void Send(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure = null, object? state = null)
            {
                if (!_link._buffers.TryPop(out var buffer)) buffer = new byte[4096];
                message.CopyTo(buffer);
                _link._queue.Enqueue((this == _link._caller ? _link._callee : _link._caller, buffer, message.Length, _peer));
            }

            public SipListenPoint LocalFor(in SipPeer to) => _point;
        }
    }
}
