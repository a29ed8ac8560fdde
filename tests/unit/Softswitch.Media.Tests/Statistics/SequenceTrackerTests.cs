namespace Softswitch.Media.Tests.Statistics;

public sealed class SequenceTrackerTests
{
    [Fact]
    public void Packets_in_order_are_expected_and_received()
    {
        var tracker = Track(Enumerable.Range(100, 500));

        Assert.Equal((500, 500, 0, 0, 0), Counts(tracker));
    }

    [Fact]
    public void Numbers_wrap_without_loss()
    {
        var tracker = Track(Enumerable.Range(65_000, 2000));

        Assert.Equal((2000, 2000, 0, 0, 0), Counts(tracker));
    }

    [Fact]
    public void A_number_left_out_is_lost()
    {
        var tracker = Track(Enumerable.Range(0, 300).Where(number => number is not (40 or 100 or 101)));

        Assert.Equal((300, 297, 3, 0, 0), Counts(tracker));
    }

    [Fact]
    public void A_late_packet_is_out_of_order_and_not_lost()
    {
        var tracker = Track([1, 2, 4, 3, 5]);

        Assert.Equal((5, 5, 0, 1, 0), Counts(tracker));
    }

    [Fact]
    public void A_packet_before_the_first_belongs_to_the_stream()
    {
        var tracker = Track([10, 9, 11]);

        Assert.Equal((3, 3, 0, 1, 0), Counts(tracker));
    }

    [Fact]
    public void A_duplicate_does_not_hide_a_loss()
    {
        var tracker = Track([1, 2, 2, 4, 4, 5]);

        Assert.Equal((5, 4, 1, 0, 2), Counts(tracker));
    }

    [Fact]
    public void A_late_packet_that_comes_twice_is_a_duplicate_once()
    {
        var tracker = Track([1, 2, 4, 3, 3, 5]);

        Assert.Equal((5, 5, 0, 1, 1), Counts(tracker));
    }

    [Fact]
    public void A_wild_number_alone_changes_nothing()
    {
        var tracker = Track([1, 2, 30_000, 3, 4]);

        Assert.Equal((4, 4, 0, 0, 0), Counts(tracker));
    }

    [Fact]
    public void Two_numbers_in_a_row_after_a_jump_are_a_new_beginning()
    {
        var tracker = Track([1, 2, 3, 30_000, 30_001, 30_002]);

        Assert.Equal((6, 6, 0, 0, 0), Counts(tracker));
    }

    [Fact]
    public void A_restart_keeps_what_was_counted()
    {
        var tracker = Track([1, 2, 4]);
        tracker.Restart();
        foreach (var number in new[] { 60_000, 60_001 }) _ = tracker.Add((ushort)number);

        Assert.Equal((6, 5, 1, 0, 0), Counts(tracker));
    }

    [Fact]
    public void Losses_one_by_one_are_no_bursts()
    {
        var tracker = Track(Enumerable.Range(0, 1000).Where(number => number % 20 != 7));

        Assert.Equal(1, tracker.BurstRatio, 3);
    }

    [Fact]
    public void Losses_in_runs_of_four_are_bursts()
    {
        // 4 of 40 lost: random loss of 10 % would come in runs of 1 / 0.9 on average.
        var tracker = Track(Enumerable.Range(0, 4064).Where(number => number % 40 >= 4 || number < 40));

        Assert.Equal(4 * 0.9, tracker.BurstRatio, 1);
    }

    [Fact]
    public void Whatever_comes_no_count_is_absurd()
    {
        Softswitch.Net.IRandomSource random = new Softswitch.Net.SeededRandomSource(17);
        var tracker = default(SequenceTracker);
        var number = 0;
        for (var i = 0; i < 200_000; i++)
        {
            number += random.Next(10) switch { 0 => random.Next(65_536), 1 => -random.Next(200), 2 => 0, _ => 1 };
            _ = tracker.Add((ushort)number);
            if (random.Next(1000) == 0) tracker.Restart();

            Assert.InRange(tracker.Received, 1, i + 1);
            Assert.InRange(tracker.Lost, 0, tracker.Expected);
            Assert.True(tracker.BurstRatio is >= 1 and < 65_536);
        }
    }

    private static SequenceTracker Track(IEnumerable<int> numbers)
    {
        var tracker = default(SequenceTracker);
        foreach (var number in numbers) _ = tracker.Add((ushort)number);
        return tracker;
    }

    private static (int Expected, int Received, int Lost, int OutOfOrder, int Duplicates) Counts(in SequenceTracker tracker) =>
        ((int)tracker.Expected, (int)tracker.Received, (int)tracker.Lost, (int)tracker.OutOfOrder, (int)tracker.Duplicates);
}
