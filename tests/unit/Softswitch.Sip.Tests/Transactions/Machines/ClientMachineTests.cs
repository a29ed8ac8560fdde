namespace Softswitch.Sip.Tests.Transactions.Machines;

/// <summary>Every cell of the client machines' tables; what a row does not name changes nothing.</summary>
public sealed class ClientMachineTests
{
    // RFC 3261 figure 5 with RFC 6026 figure 1.
    private const string Invite =
        """
        Calling    RetransmitTimer Calling    Retransmit
        Calling    TimeoutTimer    Terminated ReportTimeout
        Calling    TransportError  Terminated ReportTransport
        Calling    Provisional     Proceeding Deliver
        Calling    Success         Accepted   Deliver
        Calling    Rejection       Completed  Acknowledge,Deliver
        Proceeding Provisional     Proceeding Deliver
        Proceeding Success         Accepted   Deliver
        Proceeding Rejection       Completed  Acknowledge,Deliver
        Proceeding TimeoutTimer    Terminated ReportTimeout
        Completed  Rejection       Completed  Acknowledge
        Completed  LingerTimer     Terminated None
        Completed  TransportError  Terminated ReportTransport
        Accepted   Success         Accepted   Deliver
        Accepted   LingerTimer     Terminated None
        """;

    // RFC 3261 figure 6.
    private const string NonInvite =
        """
        Trying     RetransmitTimer Trying     Retransmit
        Trying     TimeoutTimer    Terminated ReportTimeout
        Trying     TransportError  Terminated ReportTransport
        Trying     Provisional     Proceeding Deliver
        Trying     Success         Completed  Deliver
        Trying     Rejection       Completed  Deliver
        Proceeding RetransmitTimer Proceeding Retransmit
        Proceeding TimeoutTimer    Terminated ReportTimeout
        Proceeding TransportError  Terminated ReportTransport
        Proceeding Provisional     Proceeding Deliver
        Proceeding Success         Completed  Deliver
        Proceeding Rejection       Completed  Deliver
        Completed  LingerTimer     Terminated None
        """;

    [Fact]
    public void The_INVITE_client_follows_its_table() => AssertTable(Invite, ClientInviteMachine.Next);

    [Fact]
    public void The_non_INVITE_client_follows_its_table() => AssertTable(NonInvite, ClientNonInviteMachine.Next);

    private static void AssertTable(string text, Func<ClientState, ClientInput, ClientStep> next)
    {
        var rows = text.Split('\n')
            .Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(row => (Enum.Parse<ClientState>(row[0]), Enum.Parse<ClientInput>(row[1])));
        foreach (var state in Enum.GetValues<ClientState>())
        {
            foreach (var input in Enum.GetValues<ClientInput>())
            {
                var expected = rows.TryGetValue((state, input), out var row)
                    ? new ClientStep(Enum.Parse<ClientState>(row[2]), Enum.Parse<ClientActions>(row[3]))
                    : new ClientStep(state);
                Assert.Equal((state, input, expected), (state, input, next(state, input)));
            }
        }
    }
}
