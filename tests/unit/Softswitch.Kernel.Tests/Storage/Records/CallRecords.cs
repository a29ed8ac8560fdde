using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

/// <summary>Makes records for tests.</summary>
internal static class CallRecords
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, 123, TimeSpan.Zero);

    public static CallRecord Numbered(int number) => new()
    {
        Id = new Guid(number, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]),
        Account = "acme",
        Node = "node-1",
        Direction = CallDirection.Internal,
        Caller = "100",
        Callee = "101",
        Dialled = "101",
        StartedAt = Start,
        RangAt = Start.AddMilliseconds(150),
        AnsweredAt = Start.AddMilliseconds(2_000),
        EndedAt = Start.AddMilliseconds(62_000),
        SipStatus = 200,
        Q850Cause = 16,
        EndedBy = CallEnder.Callee,
        CallerCallId = $"a{number}@phone",
        CalleeCallId = $"b{number}",
        Media = [new CallRecordMedia { From = CallEnder.Caller, Kind = "audio", Codec = "PCMA/8000", Packets = 3000, LossPercent = 0.5, Mos = 4.3 }],
    };
}
