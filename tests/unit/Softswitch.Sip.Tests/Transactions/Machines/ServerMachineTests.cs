namespace Softswitch.Sip.Tests.Transactions.Machines;

/// <summary>Every cell of the server machines' tables; what a row does not name changes nothing.</summary>
public sealed class ServerMachineTests
{
    // RFC 3261 figure 7 with RFC 6026 figure 2.
    private const string Invite =
        """
        Proceeding Request         Proceeding Resend
        Proceeding Provisional     Proceeding Send
        Proceeding Success         Accepted   Send
        Proceeding Rejection       Completed  Send
        Proceeding TransportError  Terminated ReportTransport
        Completed  Request         Completed  Resend
        Completed  RetransmitTimer Completed  Resend
        Completed  Ack             Confirmed  None
        Completed  TimeoutTimer    Terminated ReportTimeout
        Completed  TransportError  Terminated ReportTransport
        Confirmed  LingerTimer     Terminated None
        Accepted   Success         Accepted   Send
        Accepted   Ack             Accepted   Deliver
        Accepted   LingerTimer     Terminated None
        Accepted   TransportError  Accepted   ReportTransport
        """;

    // RFC 3261 figure 8; the time limit before an answer is our own.
    private const string NonInvite =
        """
        Trying     Provisional     Proceeding Send
        Trying     Success         Completed  Send
        Trying     Rejection       Completed  Send
        Trying     TimeoutTimer    Terminated ReportTimeout
        Proceeding Request         Proceeding Resend
        Proceeding Provisional     Proceeding Send
        Proceeding Success         Completed  Send
        Proceeding Rejection       Completed  Send
        Proceeding TimeoutTimer    Terminated ReportTimeout
        Proceeding TransportError  Terminated ReportTransport
        Completed  Request         Completed  Resend
        Completed  LingerTimer     Terminated None
        Completed  TransportError  Terminated ReportTransport
        """;

    [Fact]
    public void The_INVITE_server_follows_its_table() => AssertTable(Invite, ServerInviteMachine.Next);

    [Fact]
    public void The_non_INVITE_server_follows_its_table() => AssertTable(NonInvite, ServerNonInviteMachine.Next);

    private static void AssertTable(string text, Func<ServerState, ServerInput, ServerStep> next)
    {
        var rows = text.Split('\n')
            .Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(row => (Enum.Parse<ServerState>(row[0]), Enum.Parse<ServerInput>(row[1])));
        foreach (var state in Enum.GetValues<ServerState>())
        {
            foreach (var input in Enum.GetValues<ServerInput>())
            {
                var expected = rows.TryGetValue((state, input), out var row)
                    ? new ServerStep(Enum.Parse<ServerState>(row[2]), Enum.Parse<ServerActions>(row[3]))
                    : new ServerStep(state);
                Assert.Equal((state, input, expected), (state, input, next(state, input)));
            }
        }
    }
}
