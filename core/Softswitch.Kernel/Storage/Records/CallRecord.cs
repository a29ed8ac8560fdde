using System.Text.Json.Serialization;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Traces;

namespace Softswitch.Kernel.Storage;

/// <summary>What is kept of one call. Each call leaves exactly one record, whatever its ending.</summary>
public sealed record CallRecord
{
    /// <summary>Identifier of the call, unique for ever: the record is stored once under it, however often it is written.</summary>
    public required Guid Id { get; init; }

    /// <summary>The account the call belongs to.</summary>
    public required string Account { get; init; }

    /// <summary>The node that carried the call.</summary>
    public required string Node { get; init; }

    /// <summary>Where the call came from and went to, as seen from the account.</summary>
    public required CallDirection Direction { get; init; }

    /// <summary>Who called: the extension or number, without domain.</summary>
    public required string Caller { get; init; }

    /// <summary>Who was reached or tried last: the extension or number, without domain; null when the call reached nobody.</summary>
    public string? Callee { get; init; }

    /// <summary>What the caller dialled, as received.</summary>
    public required string Dialled { get; init; }

    /// <summary>When the first INVITE arrived.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the callee began to ring; null when it never did.</summary>
    public DateTimeOffset? RangAt { get; init; }

    /// <summary>When the call was answered; null when it never was.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When the last leg ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The final SIP status as the caller would see it: 200 for an answered call, otherwise 300 to 699.</summary>
    public required int SipStatus { get; init; }

    /// <summary>The Q.850 cause, 1 to 127: 16 for normal clearing.</summary>
    public required int Q850Cause { get; init; }

    /// <summary>Who ended it.</summary>
    public required CallEnder EndedBy { get; init; }

    /// <summary>Why, in words for people; null when the cause says it all.</summary>
    public string? Reason { get; init; }

    /// <summary>Call-ID of the caller's leg.</summary>
    public required string CallerCallId { get; init; }

    /// <summary>Call-ID of the leg that was answered or tried last; null when there was none.</summary>
    public string? CalleeCallId { get; init; }

    /// <summary>What was heard, one entry per stream and direction; empty when no media went through us.</summary>
    public IReadOnlyList<CallRecordMedia> Media { get; init; } = [];

    /// <summary>The call's way through its plan; null where none is kept.</summary>
    [JsonConverter(typeof(CallTraceJson))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CallTrace? Trace { get; init; }

    /// <summary>What came into the call, so that it can be replayed; null where it is not kept.</summary>
    [JsonConverter(typeof(CallInputsJson))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CallRecording? Inputs { get; init; }

    /// <summary>From answer to the end, milliseconds; 0 when never answered.</summary>
    [JsonIgnore]
    public long TalkMilliseconds => AnsweredAt is { } answered ? Math.Max(0, (long)(EndedAt - answered).TotalMilliseconds) : 0;
}

/// <summary>Where a call came from and went to.</summary>
public enum CallDirection : byte
{
    /// <summary>From one extension of the account to another.</summary>
    [JsonStringEnumMemberName("internal")]
    Internal,

    /// <summary>From outside to the account.</summary>
    [JsonStringEnumMemberName("inbound")]
    Inbound,

    /// <summary>From the account to the outside.</summary>
    [JsonStringEnumMemberName("outbound")]
    Outbound,
}

/// <summary>Who ended a call.</summary>
public enum CallEnder : byte
{
    /// <summary>The caller hung up or cancelled.</summary>
    [JsonStringEnumMemberName("caller")]
    Caller,

    /// <summary>The callee hung up or refused.</summary>
    [JsonStringEnumMemberName("callee")]
    Callee,

    /// <summary>The switch: no answer, a limit, no media, a timer, shutdown.</summary>
    [JsonStringEnumMemberName("switch")]
    Switch,
}

/// <summary>One direction of one stream as it went through the relay.</summary>
public sealed record CallRecordMedia
{
    /// <summary>Whose voice it is: what was received from the caller or from the callee.</summary>
    public required CallEnder From { get; init; }

    /// <summary>The media type of the m= line: audio, video, image.</summary>
    public required string Kind { get; init; }

    /// <summary>Encoding name and clock rate as in rtpmap, <c>PCMA/8000</c>; null when unknown.</summary>
    public string? Codec { get; init; }

    /// <summary>Packets received.</summary>
    public required long Packets { get; init; }

    /// <summary>Bytes of RTP received, headers included.</summary>
    public long Bytes { get; init; }

    /// <summary>Packets lost on the way to us, per cent of those expected, 0 to 100.</summary>
    public double LossPercent { get; init; }

    /// <summary>Mean interarrival jitter (RFC 3550 §6.4.1), milliseconds.</summary>
    public double JitterMilliseconds { get; init; }

    /// <summary>Round trip by RTCP, milliseconds; null when none was measured.</summary>
    public double? RoundTripMilliseconds { get; init; }

    /// <summary>E-model rating R (ITU-T G.107), 0 to 100; null without measurement.</summary>
    public double? Rating { get; init; }

    /// <summary>Estimated mean opinion score, 1 to 4.5; null without measurement.</summary>
    public double? Mos { get; init; }
}
