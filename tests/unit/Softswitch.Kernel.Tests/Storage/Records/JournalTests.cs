using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using Softswitch.Dialplan.Simulation;
using Softswitch.Kernel.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Storage;

/// <summary>The journal on disk, without a database.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CallRecordJournalOptions _options = new() { Linger = TimeSpan.FromMilliseconds(1), RetryInterval = TimeSpan.FromMilliseconds(20) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_record_comes_out_as_it_went_in()
    {
        var record = CallRecords.Numbered(1) with { Reason = "line\nfeed \"quoted\" ü 😀", Callee = null, RangAt = null };

        var read = Assert.Single(WriteAndRead(record));

        Assert.Equal(record with { Media = [] }, read with { Media = [] });
        Assert.Equal(record.Media, read.Media);
    }

    [Fact]
    public void What_text_in_the_database_cannot_hold_is_replaced()
    {
        var read = Assert.Single(WriteAndRead(CallRecords.Numbered(1) with { Dialled = "1\0\02" }));

        Assert.Equal("1\ufffd\ufffd2", read.Dialled);
    }

    [Fact]
    public void Inputs_that_do_not_fit_beside_a_record_are_left_out_and_the_record_stays()
    {
        var record = CallRecords.Numbered(1);
        var inputs = new CallRecording
        {
            Account = "acme",
            Caller = new CallParty("100"),
            Dialled = "101",
            At = record.StartedAt,
            Operations = [new RecordedOperation { Kind = "play", Argument = new string('x', 300_000) }],
            Summary = new CallSummary(record.Id, "acme", new CallParty("100"), "101", record.StartedAt, TimeSpan.Zero, null, HangupCause.Normal),
        };

        Assert.Equal(1, Number(Assert.Single(WriteAndRead(record with { Inputs = inputs }))));
    }

    [Fact]
    public void A_measurement_that_is_no_number_is_no_obstacle()
    {
        var media = new CallRecordMedia { From = CallEnder.Callee, Kind = "audio", Packets = 0, LossPercent = double.NaN };

        Assert.Equal(double.NaN, Assert.Single(WriteAndRead(CallRecords.Numbered(1) with { Media = [media] })).Media[0].LossPercent);
    }

    [Fact]
    public void Records_of_many_segments_come_in_order_and_leave_no_file()
    {
        using (var journal = Open(_options with { SegmentLength = 2000 }))
        {
            for (var i = 0; i < 500; i++) Assert.True(journal.TryAppend(CallRecords.Numbered(i)));
            journal.Stop();
            Assert.Equal(500, journal.Appended);
        }

        Assert.Equal(Enumerable.Range(0, 500), ReadAll().Select(Number));
        Assert.Empty(Files());
    }

    [Fact]
    public void A_batch_that_is_not_committed_is_read_again()
    {
        using var journal = Open(_options);
        for (var i = 0; i < 10; i++) journal.TryAppend(CallRecords.Numbered(i));
        journal.Stop();

        Assert.Equal(4, journal.Reader.Read(4).Count);
        Assert.Equal([0, 1, 2, 3], journal.Reader.Read(4).Select(Parse).Select(Number));
        journal.Reader.Commit();
        Assert.Equal([4, 5, 6, 7], journal.Reader.Read(4).Select(Parse).Select(Number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(200)]
    public void A_torn_tail_costs_its_own_record_only(int missing)
    {
        WriteAll(10);
        var file = Files().Single();
        using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length - missing);

        Assert.Equal(Enumerable.Range(0, 9), ReadAll().Select(Number));
        Assert.Empty(Files());
    }

    [Fact]
    public void Damage_anywhere_costs_the_records_it_touches_only()
    {
        Softswitch.Net.IRandomSource random = new Softswitch.Net.SeededRandomSource(7);
        for (var round = 0; round < 200; round++)
        {
            WriteAll(20);
            var file = Files().Single();
            var bytes = File.ReadAllBytes(file);
            random.Fill(bytes.AsSpan(random.Next(bytes.Length - 8), 8));
            File.WriteAllBytes(file, bytes);

            var read = ReadAll().Select(Number).ToList();

            // Eight bytes touch two lines at most, and a line feed made or lost joins or splits only those.
            Assert.InRange(read.Count, 17, 20);
            Assert.Equal(read.Order(), read);
            Assert.Empty(Files());
        }
    }

    [Fact]
    public void A_file_of_zeros_or_noise_is_passed_over()
    {
        WriteAll(3);
        File.WriteAllBytes(_folder.Sub("000000000002.journal"), new byte[1_000_000]);
        var noise = new byte[1_000_000];
        new Softswitch.Net.SeededRandomSource(1).Fill(noise);
        File.WriteAllBytes(_folder.Sub("000000000003.journal"), noise);
        File.WriteAllBytes(_folder.Sub("000000000004.journal"), []);

        Assert.Equal([0, 1, 2], ReadAll().Select(Number));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_full_disk_delays_records_and_loses_none()
    {
        var disk = new FullDisk(_folder.Path);
        using var journal = new CallRecordJournal(disk, _options, TimeProvider.System, NullLogger.Instance);

        for (var i = 0; i < 100; i++) Assert.True(journal.TryAppend(CallRecords.Numbered(i)));
        await Wait.UntilAsync(() => journal.Failures > 2);
        Assert.True(journal.IsFailing);
        Assert.Equal(100, journal.Queued);

        disk.IsFull = false;
        await Wait.UntilAsync(() => journal.Appended == 100);
        Assert.False(journal.IsFailing);
        journal.Stop();
        Assert.Equal(Enumerable.Range(0, 100), Drain(journal).Select(Number));
    }

    [Fact]
    public void With_a_full_disk_the_queue_is_bounded_and_the_end_does_not_wait()
    {
        using var journal = new CallRecordJournal(new FullDisk(_folder.Path), _options with { Capacity = 10 }, TimeProvider.System, NullLogger.Instance);

        var taken = Enumerable.Range(0, 100).Count(i => journal.TryAppend(CallRecords.Numbered(i)));
        journal.Stop();

        Assert.Equal(10, taken);
        Assert.Equal(100, journal.Dropped);
    }

    private CallRecordJournal Open(CallRecordJournalOptions options) => new(_folder.Path, options, TimeProvider.System, NullLogger.Instance);

    private void WriteAll(int count)
    {
        using var journal = Open(_options);
        for (var i = 0; i < count; i++) journal.TryAppend(CallRecords.Numbered(i));
    }

    private List<CallRecord> WriteAndRead(CallRecord record)
    {
        using (var journal = Open(_options)) journal.TryAppend(record);
        return ReadAll();
    }

    private List<CallRecord> ReadAll()
    {
        using var journal = Open(_options);
        return Drain(journal);
    }

    private static List<CallRecord> Drain(CallRecordJournal journal)
    {
        var all = new List<CallRecord>();
        while (journal.Reader.Read(7) is { Count: > 0 } batch)
        {
            all.AddRange(batch.Select(Parse));
            journal.Reader.Commit();
        }

        return all;
    }

    private string[] Files() => Directory.GetFiles(_folder.Path);

    private static int Number(CallRecord record) => BitConverter.ToInt32(record.Id.ToByteArray());

    private static CallRecord Parse(byte[] json) => JsonSerializer.Deserialize(json, CallRecordJson.Default.CallRecord)!;

    private sealed class FullDisk(string path) : JournalFolder(path)
    {
        public bool IsFull { get; set; } = true;

        public override SafeFileHandle Create(long segment) => IsFull ? throw new IOException("No space left on device") : base.Create(segment);
    }
}
