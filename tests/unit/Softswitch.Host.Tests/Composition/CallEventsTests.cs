using System.Text;
using Microsoft.Extensions.Logging;
using Softswitch.Host.Composition;
using Softswitch.Host.Logging;
using Softswitch.Host.Metrics;
using Softswitch.Kernel.Storage;
using Softswitch.Net;

namespace Softswitch.Host.Tests.Composition;

public sealed class CallEventsTests : ICallRecordSink
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(Start);
    private readonly List<CallRecord> _passedOn = [];

    [Theory]
    [InlineData(200, CallEnder.Callee, "answered")]
    [InlineData(487, CallEnder.Caller, "cancelled")]
    [InlineData(486, CallEnder.Callee, "busy")]
    [InlineData(600, CallEnder.Callee, "busy")]
    [InlineData(480, CallEnder.Switch, "no_answer")]
    [InlineData(487, CallEnder.Switch, "no_answer")]
    [InlineData(404, CallEnder.Switch, "refused")]
    [InlineData(603, CallEnder.Callee, "refused")]
    [InlineData(503, CallEnder.Switch, "failed")]
    public void A_call_is_counted_by_how_it_ended_and_its_record_passed_on(int status, CallEnder ender, string outcome)
    {
        var (metrics, log) = Run(Ended(status, ender));

        Assert.Contains($"softswitch_calls_total{{outcome=\"{outcome}\"}} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains($"Call a1@phone of acme: 100 to 101 {outcome}", log, StringComparison.Ordinal);
        Assert.Single(_passedOn);
    }

    [Fact]
    public void Talk_and_packets_are_summed_up()
    {
        var media = new CallRecordMedia { From = CallEnder.Caller, Kind = "audio", Packets = 500 };
        var (metrics, _) = Run(Ended(200, CallEnder.Caller) with { Media = [media, media] }, Ended(200, CallEnder.Caller));

        Assert.Contains("softswitch_media_packets_total 1000\n", metrics, StringComparison.Ordinal);
        Assert.Contains("softswitch_talk_seconds_total 20\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rush_of_calls_writes_no_more_than_fifty_lines_a_second()
    {
        var (_, log) = Run([.. Enumerable.Repeat(Ended(200, CallEnder.Caller), 500)]);

        Assert.Equal(50, log.Count(letter => letter == '\n'));
        Assert.Equal(500, _passedOn.Count);
    }

    bool ICallRecordSink.TryAppend(CallRecord record)
    {
        _passedOn.Add(record);
        return true;
    }

    private (string Metrics, string Log) Run(params CallRecord[] records)
    {
        using var output = new MemoryStream();
        var writer = new PrometheusWriter();
        using (var log = new ConsoleLog(output, LogLevel.Information, LogFormat.Text, _clock))
        {
            var events = new CallEvents(this, _clock, log.CreateLogger("Calls"));
            foreach (var record in records) Assert.True(events.TryAppend(record));
            events.Write(writer);
        }

        return (writer.ToString(), Encoding.UTF8.GetString(output.ToArray()));
    }

    private static CallRecord Ended(int status, CallEnder ender) => new()
    {
        Id = Guid.Empty,
        Account = "acme",
        Node = "node-1",
        Direction = CallDirection.Internal,
        Caller = "100",
        Dialled = "101",
        StartedAt = Start,
        AnsweredAt = status == 200 ? Start.AddSeconds(2) : null,
        EndedAt = Start.AddSeconds(12),
        SipStatus = status,
        Q850Cause = 16,
        EndedBy = ender,
        CallerCallId = "a1@phone",
    };
}
