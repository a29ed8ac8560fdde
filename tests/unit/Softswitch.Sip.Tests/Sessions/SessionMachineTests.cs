namespace Softswitch.Sip.Tests.Sessions;

/// <summary>The states of a session, all pairs of state and event.</summary>
public sealed class SessionMachineTests
{
    [Fact]
    public void Every_state_ends_and_nothing_leaves_the_end()
    {
        foreach (var state in Enum.GetValues<SessionState>())
        {
            var over = SessionMachine.Next(state, SessionEvent.Over);
            Assert.Equal(state == SessionState.Ended ? SessionState.Ended : SessionState.Ending, over);
            Assert.Equal(SessionState.Ended, SessionMachine.Next(over, SessionEvent.Done));
        }

        foreach (var what in Enum.GetValues<SessionEvent>())
            Assert.Equal(SessionState.Ended, SessionMachine.Next(SessionState.Ended, what));
    }

    [Fact]
    public void No_event_leads_backwards()
    {
        SessionState[][] ways =
        [
            [SessionState.Calling, SessionState.Early, SessionState.Confirmed, SessionState.Ending, SessionState.Ended],
            [SessionState.Incoming, SessionState.Early, SessionState.Answered, SessionState.Confirmed, SessionState.Ending, SessionState.Ended],
        ];
        foreach (var way in ways)
        {
            foreach (var what in Enum.GetValues<SessionEvent>())
            {
                for (var i = 0; i < way.Length; i++)
                {
                    var next = SessionMachine.Next(way[i], what);
                    Assert.True(Array.IndexOf(way, next) >= i || next == SessionState.Answered, $"{way[i]} {what} {next}");
                }
            }
        }
    }

    [Fact]
    public void Glare_timers_of_both_sides_do_not_meet()
    {
        var random = new Softswitch.Net.SeededRandomSource(3);
        for (var i = 0; i < 1000; i++)
        {
            Assert.InRange(OfferExchange.GlareDelay(true, random).TotalSeconds, 2.1, 4);
            Assert.InRange(OfferExchange.GlareDelay(false, random).TotalSeconds, 0, 2);
        }
    }
}
