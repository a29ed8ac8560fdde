namespace Softswitch.Sip.Tests.Transactions;

/// <summary>A core that writes down what it is told, and does what a test wants it to do.</summary>
internal sealed class RecordingUser : ITransactionUser, IClientTransactionUser, IServerTransactionUser
{
    public List<string> Events { get; } = [];

    public ServerTransaction? LastRequest { get; private set; }

    public Action<ServerTransaction, SipMessage>? WhenRequested { get; set; }

    public Action<ClientTransaction, SipMessage>? WhenAnswered { get; set; }

    public Action<ServerTransaction>? WhenCancelled { get; set; }

    public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from)
    {
        Events.Add("request " + System.Text.Encoding.UTF8.GetString(request.MethodName));
        LastRequest = transaction;
        transaction.User = this;
        WhenRequested?.Invoke(transaction, request);
    }

    public void OnAck(SipMessage ack, in SipPeer from) => Events.Add("ack");

    public void OnStrayResponse(SipMessage response, in SipPeer from) => Events.Add("stray " + response.StatusCode);

    public void OnResponse(ClientTransaction transaction, SipMessage response)
    {
        Events.Add("response " + response.StatusCode);
        WhenAnswered?.Invoke(transaction, response);
    }

    public void OnFailure(ClientTransaction transaction, TransactionFailure failure) => Events.Add("client " + failure);

    public void OnCancelled(ServerTransaction transaction, SipMessage cancel)
    {
        Events.Add("cancelled");
        WhenCancelled?.Invoke(transaction);
    }

    public void OnFailure(ServerTransaction transaction, TransactionFailure failure) => Events.Add("server " + failure);

    /// <summary>What happened since the last call.</summary>
    public string[] Take()
    {
        var events = Events.ToArray();
        Events.Clear();
        return events;
    }
}
