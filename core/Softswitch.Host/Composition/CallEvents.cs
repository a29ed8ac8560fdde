using Softswitch.Host.Metrics;
using Softswitch.Kernel.Logging;
using Softswitch.Kernel.Storage;

namespace Softswitch.Host.Composition;

/// <summary>Stands where call records go: counts how calls end, writes the log's line of each, and passes the record on.</summary>
internal sealed partial class CallEvents(ICallRecordSink next, TimeProvider clock, ILogger logger) : ICallRecordSink, IMetricSource
{
    private const int LinesPerSecond = 50;

    private static readonly string[] Outcomes = ["answered", "cancelled", "busy", "no_answer", "refused", "failed"];

    private readonly LogBudget _budget = new(clock, LinesPerSecond);
    private readonly long[] _ended = new long[Outcomes.Length];
    private long _packets;
    private long _talkMilliseconds;

    /// <inheritdoc/>
    public bool TryAppend(CallRecord record)
    {
        Interlocked.Increment(ref _ended[OutcomeOf(record)]);
        Interlocked.Add(ref _talkMilliseconds, record.TalkMilliseconds);
        foreach (var media in record.Media) Interlocked.Add(ref _packets, media.Packets);
        if (logger.IsEnabled(LogLevel.Information) && _budget.TryTake(out var suppressed)) Log(record, suppressed);
        return next.TryAppend(record);
    }

    /// <inheritdoc/>
    public void Write(PrometheusWriter writer)
    {
        writer.Counter("softswitch_calls_total", "Calls that are over, by how they ended.");
        for (var i = 0; i < Outcomes.Length; i++) writer.Value(Interlocked.Read(ref _ended[i]), ("outcome", Outcomes[i]));
        writer.Counter("softswitch_talk_seconds_total", "Time that people talked, of calls that are over.").Value(Interlocked.Read(ref _talkMilliseconds) / 1000.0);
        writer.Counter("softswitch_media_packets_total", "RTP packets received, of calls that are over.").Value(Interlocked.Read(ref _packets));
    }

    private static int OutcomeOf(CallRecord record) => record switch
    {
        { AnsweredAt: not null } => 0,
        { SipStatus: 487, EndedBy: CallEnder.Caller } => 1,
        { SipStatus: 486 or 600 } => 2,
        { SipStatus: 408 or 480 or 487 } => 3,
        { SipStatus: >= 500 and < 600 } => 5,
        _ => 4,
    };

    private void Log(CallRecord record, int suppressed)
    {
        if (suppressed > 0) LogSuppressed(logger, suppressed);
        LogEnded(
            logger, record.CallerCallId, record.Account, record.Caller, record.Dialled, Outcomes[OutcomeOf(record)], record.TalkMilliseconds / 1000.0,
            record.SipStatus, record.Q850Cause, record.EndedBy);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Call {CallId} of {Account}: {Caller} to {Dialled} {Outcome}, {TalkSeconds} s, SIP {SipStatus}, Q.850 {Cause}, ended by {EndedBy}")]
    private static partial void LogEnded(
        ILogger logger, string callId, string account, string caller, string dialled, string outcome, double talkSeconds, int sipStatus, int cause, CallEnder endedBy);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} more calls ended the second before")]
    private static partial void LogSuppressed(ILogger logger, int count);
}
