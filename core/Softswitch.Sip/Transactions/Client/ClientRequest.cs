namespace Softswitch.Sip;

/// <summary>
/// A request being written: request line, Via and Max-Forwards stand in <see cref="Writer"/>; the caller adds From, To, Call-ID,
/// CSeq and what else belongs, then sends. Nothing else may be written meanwhile, for the worker has one writer.
/// </summary>
public readonly ref struct ClientRequest
{
    private readonly TransactionLayer _layer;
    private readonly SipPeer _target;
    private readonly ulong _number;
    private readonly SipMethod _method;

    internal ClientRequest(TransactionLayer layer, SipMethod method, scoped in SipPeer target, ulong number)
    {
        _layer = layer;
        _target = target;
        _number = number;
        _method = method;
    }

    /// <summary>Where the header fields go.</summary>
    public SipWriter Writer => _layer.Writer;

    /// <summary>Ends the message without a body and sends it in a transaction of its own.</summary>
    public ClientTransaction Send(IClientTransactionUser user, object? context = null)
    {
        Writer.EndWithoutBody();
        return _layer.Start(_method, _target, _number, user, context);
    }

    /// <summary>Ends the message with <paramref name="body"/> and sends it in a transaction of its own.</summary>
    public ClientTransaction Send(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, IClientTransactionUser user, object? context = null)
    {
        Writer.EndWithBody(contentType, body);
        return _layer.Start(_method, _target, _number, user, context);
    }

    /// <summary>Ends the message and sends it without a transaction: the ACK to a 2xx, which is not answered (RFC 3261 §13.2.2.4).</summary>
    public void SendOnly(ReadOnlySpan<byte> contentType = default, ReadOnlySpan<byte> body = default)
    {
        Writer.EndWithBody(contentType, body);
        _layer.Sender.Send(_target, Writer.Written);
    }
}
