namespace Softswitch.Sip;

/// <summary>
/// A response being written: status line, Via, From, To with our tag, Call-ID, CSeq and, where a dialog may come of it,
/// Record-Route stand in <see cref="Writer"/>; the caller adds what else belongs, then sends. Nothing else may be written
/// meanwhile, for the worker has one writer.
/// </summary>
public readonly ref struct ServerResponse
{
    private readonly ServerTransaction _transaction;
    private readonly int _status;

    internal ServerResponse(ServerTransaction transaction, SipWriter writer, int status)
    {
        _transaction = transaction;
        _status = status;
        Writer = writer;
    }

    /// <summary>Where the header fields go.</summary>
    public SipWriter Writer { get; }

    /// <summary>Ends the message without a body and sends it.</summary>
    public void Send() => Send(default, default);

    /// <summary>Ends the message with <paramref name="body"/> and sends it.</summary>
    public void Send(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body)
    {
        Writer.EndWithBody(contentType, body);
        _transaction.Answer(_status);
    }
}
