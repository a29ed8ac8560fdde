namespace Softswitch.Sip;

/// <summary>What one worker's transaction layer has seen since it began. Written by the worker, read by anybody (each number alone is whole).</summary>
public sealed class TransactionCounters
{
    /// <summary>Requests that began a transaction.</summary>
    public long Requests { get; internal set; }

    /// <summary>Requests of ours that began a transaction.</summary>
    public long RequestsSent { get; internal set; }

    /// <summary>Responses that belonged to a transaction.</summary>
    public long Responses { get; internal set; }

    /// <summary>Requests and responses received again.</summary>
    public long RetransmissionsReceived { get; internal set; }

    /// <summary>Requests and responses sent again.</summary>
    public long RetransmissionsSent { get; internal set; }

    /// <summary>Transactions that ended without what they waited for.</summary>
    public long Failures { get; internal set; }

    /// <summary>Requests refused with 503 for want of room.</summary>
    public long Refused { get; internal set; }

    /// <summary>Messages that were no valid SIP.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Messages dropped without an answer: no usable Via, no transaction, or too many to answer.</summary>
    public long Dropped { get; internal set; }
}
