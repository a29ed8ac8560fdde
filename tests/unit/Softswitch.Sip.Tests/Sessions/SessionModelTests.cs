using System.Globalization;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Sessions;

/// <summary>
/// Two sides do anything at any moment over a network that loses, repeats and overtakes. Whatever happens, each session ends
/// exactly once and nothing is left behind.
/// </summary>
public sealed class SessionModelTests
{
    private const int SeedsPerRun = 400;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_is_left_behind_whatever_both_sides_do(int run) => Play(run, game =>
    {
        game.Play();
        game.HangUp();
    });

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Both_sides_agree_on_the_media_once_all_is_quiet(int run) => Play(run, game =>
    {
        game.Play();
        game.Settle();
        game.AssertAgreement();
        game.HangUp();
    });

    private static void Play(int run, Action<Game> play)
    {
        for (var seed = run * SeedsPerRun; seed < (run + 1) * SeedsPerRun; seed++)
        {
            var game = new Game((ulong)seed);
            try
            {
                play(game);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed.ToString(CultureInfo.InvariantCulture)}\n{string.Join('\n', game.History)}", e);
            }
        }
    }

    private sealed class Game
    {
        private static readonly byte[][] Descriptions = [Endpoint.OfferSdp, Endpoint.AnswerSdp, Endpoint.Sdp("other"), Endpoint.Sdp("more")];

        private readonly IRandomSource _random;
        private readonly Pair _pair;
        private readonly List<ReferRequest> _refers = [];
        private int _depth;
        private bool _isQuiet;

        public Game(ulong seed)
        {
            _random = new SeededRandomSource(seed * 7919);
            var options = new SessionOptions
            {
                SessionExpires = Chance(50) ? TimeSpan.Zero : TimeSpan.FromSeconds(90),
                Reliable = (ReliableProvisionals)_random.Next(3),
            };
            _pair = new Pair(options, options with { Reliable = (ReliableProvisionals)_random.Next(3) });
            var loss = _random.Next(4) * 10;
            var network = _pair.Network;
            network.Loses = _ => Chance(loss);
            network.Duplicates = () => Chance(10);
            var isSlow = Chance(60);
            network.Delay = () => isSlow ? TimeSpan.FromMilliseconds(_random.Next(80) * 10) : TimeSpan.Zero;
            foreach (var endpoint in Endpoints)
            {
                endpoint.WhenAny = (session, what) =>
                {
                    History.Add($"  {(endpoint == _pair.Alice ? "alice" : "bob")}: {what} ({session.State})");
                    if (endpoint.Referred is { } refer && !_refers.Contains(refer)) _refers.Add(refer);
                    if (_isQuiet || _depth > 0 || !Chance(25)) return;
                    _depth++;
                    Act(session);
                    _depth--;
                };
            }
        }

        public List<string> History { get; } = [];

        private List<InviteSession> All => [.. Endpoints.SelectMany(endpoint => endpoint.Sessions)];

        private Endpoint[] Endpoints => [_pair.Alice, _pair.Bob];

        public void Play()
        {
            for (var step = 0; step < 30; step++)
            {
                _pair.Network.Worker.Do(Step);
                History.AddRange(_pair.Network.Trace);
                _pair.Network.Trace.Clear();
                if (Chance(50)) _pair.Network.Advance(Chance(5) ? 60 : _random.Next(200) / 100.0);
            }

        }

        /// <summary>The network is good again, and both sides answer whatever they are asked.</summary>
        public void Settle()
        {
            History.Add("settle");
            _pair.Network.Loses = _ => false;
            _isQuiet = true;
            for (var i = 0; i < 60; i++)
            {
                foreach (var session in All) _pair.Network.Worker.Do(() => AnswerAll(session));
                Pass(2);
            }
        }

        public void AssertAgreement()
        {
            foreach (var session in All.Where(session => session.State == SessionState.Confirmed))
            {
                var other = All.Single(one => one != session && one.CallId.SequenceEqual(session.CallId));
                Assert.Equal(SessionState.Confirmed, other.State);
                Assert.False(session.OffersSent);
                Assert.False(session.OffersPending);
                Assert.Equal(Endpoint.NameOf(session.LocalSdp), Endpoint.NameOf(other.RemoteSdp));
            }
        }

        public void HangUp()
        {
            History.Add("all hang up");
            // What was under way may still begin another session.
            for (var i = 0; i < 20; i++)
            {
                foreach (var session in All) _pair.Network.Worker.Do(() => session.Hangup(EndCause.Normal));
                Pass(2);
            }

            _pair.AssertNothingLeft();
            Assert.Equal(0, _pair.Network.Worker.Timers.Count);
        }

        private void Pass(double seconds)
        {
            _pair.Network.Advance(seconds);
            History.AddRange(_pair.Network.Trace);
            _pair.Network.Trace.Clear();
        }

        private static void AnswerAll(InviteSession session)
        {
            if (session.OffersPending) session.AnswerOffer(Endpoint.AnswerSdp);
            session.Answer(Endpoint.AnswerSdp);
        }

        private void Step()
        {
            var endpoint = Endpoints[_random.Next(2)];
            if (endpoint.Sessions.Count(session => session.State != SessionState.Ended) < 2 && Chance(40))
            {
                var other = Endpoints.First(one => one != endpoint);
                History.Add("call");
                endpoint.Call(other, Chance(80) ? AnySdp() : null);
            }

            var live = endpoint.Sessions.Where(session => session.State != SessionState.Ended).ToList();
            if (live.Count > 0) Act(live[_random.Next(live.Count)]);
        }

        private void Act(InviteSession session)
        {
            var what = _random.Next(18);
            History.Add($"act {what} out={session.IsOutgoing} {session.State}");
            switch (what)
            {
                case 0:
                    session.Ring(180);
                    break;
                case 1:
                    session.Ring(183, AnySdp());
                    break;
                case 2 or 3 or 4:
                    session.Answer(AnySdp());
                    break;
                case 5:
                    session.Reject(486);
                    break;
                case 6 or 7:
                    session.Offer(AnySdp());
                    break;
                case 8:
                    session.Offer(null);
                    break;
                case 9 or 10 or 11:
                    session.AnswerOffer(AnySdp());
                    break;
                case 12:
                    session.RejectOffer(488);
                    break;
                case 13:
                    session.Hangup(EndCause.Normal);
                    break;
                case 14:
                    session.Refer("<sip:carol@example.com>"u8, notifies: Chance(80));
                    break;
                case 15:
                    session.Send(SipMethod.Info, "application/dtmf-relay"u8, "Signal=5"u8);
                    break;
                default:
                    ActOnRefer();
                    break;
            }
        }

        private void ActOnRefer()
        {
            if (_refers.Count == 0) return;
            var refer = _refers[_random.Next(_refers.Count)];
            switch (_random.Next(4))
            {
                case 0:
                    refer.Reject(603);
                    break;
                case 1:
                    refer.Accept();
                    break;
                case 2:
                    refer.Notify(180);
                    break;
                default:
                    refer.Notify(200);
                    break;
            }
        }

        private byte[] AnySdp() => Descriptions[_random.Next(Descriptions.Length)];

        private bool Chance(int percent) => _random.Next(100) < percent;
    }
}
