namespace Softswitch.Sip;

/// <summary>What the transports have done so far, summed over all workers. Everything but <paramref name="Connections"/> only grows.</summary>
/// <param name="Received">Messages received, valid or not.</param>
/// <param name="Sent">Messages given to the network.</param>
/// <param name="Malformed">Received messages that were not valid.</param>
/// <param name="Dropped">Received messages dropped: a flood of malformed ones, or a worker that is behind.</param>
/// <param name="Undelivered">Messages that could not be sent or were refused.</param>
/// <param name="HandedOver">Received messages that another worker than the receiving one handled.</param>
/// <param name="KeepAlives">Keep-alives answered or ignored.</param>
/// <param name="Connections">Open connections now.</param>
/// <param name="ConnectionsAccepted">Connections that peers opened.</param>
/// <param name="ConnectionsOpened">Connections that we opened.</param>
/// <param name="ConnectionsRefused">Connections closed at once because there were too many.</param>
/// <param name="ConnectionsFailed">Connections that could not be opened, in time and with a good certificate.</param>
/// <param name="ConnectionsExpired">Connections closed for being idle, too slow or too far behind.</param>
public readonly record struct TransportStatistics(
    long Received,
    long Sent,
    long Malformed,
    long Dropped,
    long Undelivered,
    long HandedOver,
    long KeepAlives,
    long Connections,
    long ConnectionsAccepted,
    long ConnectionsOpened,
    long ConnectionsRefused,
    long ConnectionsFailed,
    long ConnectionsExpired);
