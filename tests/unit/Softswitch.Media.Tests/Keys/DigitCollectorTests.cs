using Softswitch.Net;

namespace Softswitch.Media.Tests.Keys;

public sealed class DigitCollectorTests : IDigitCollectorUser
{
    private static readonly DigitCollection FourDigits = new() { Fewest = 2, Most = 4 };

    private readonly ManualWorker _worker = new(new ManualClock(DateTimeOffset.UnixEpoch));
    private readonly List<CollectedDigits> _collected = [];
    private readonly DigitCollector _collector;
    private int _bargeIns;

    public DigitCollectorTests() => _collector = new DigitCollector(_worker.Timers, this);

    void IDigitCollectorUser.OnBargeIn() => _bargeIns++;

    void IDigitCollectorUser.OnCollected(in CollectedDigits collected) => _collected.Add(collected);

    [Fact]
    public void With_the_most_digits_it_ends_at_once()
    {
        Begin(FourDigits);
        Press("123");
        Assert.Empty(_collected);

        Press("4");

        AssertEnded("1234", CollectionEnd.Complete);
    }

    [Fact]
    public void A_terminator_ends_it_and_is_not_among_the_digits()
    {
        Begin(FourDigits with { Terminators = "*#" });
        Press("12*");

        AssertEnded("12", CollectionEnd.Terminated, '*');
    }

    [Fact]
    public void A_terminator_after_too_few_is_too_few()
    {
        Begin(FourDigits);
        Press("1#");

        AssertEnded("1", CollectionEnd.TooFew, '#');
    }

    [Fact]
    public void A_terminator_alone_is_enough_where_no_digit_is_needed()
    {
        Begin(FourDigits with { Fewest = 0 });
        Press("#");

        AssertEnded("", CollectionEnd.Terminated, '#');
    }

    [Fact]
    public void Without_terminators_every_key_is_a_digit()
    {
        Begin(FourDigits with { Terminators = "" });
        Press("#*AD");

        AssertEnded("#*AD", CollectionEnd.Complete);
    }

    [Fact]
    public void No_digit_in_time_is_a_timeout()
    {
        Begin(FourDigits with { FirstDigit = TimeSpan.FromSeconds(5) });
        Pass(4990);
        Assert.Empty(_collected);

        Pass(20);

        AssertEnded("", CollectionEnd.Timeout);
    }

    [Fact]
    public void Too_few_and_then_none_in_time_is_too_few()
    {
        Begin(FourDigits);
        Press("1");
        Pass(3010);

        AssertEnded("1", CollectionEnd.TooFew);
    }

    [Fact]
    public void Enough_and_then_none_in_time_is_complete()
    {
        Begin(FourDigits);
        Press("1");
        Pass(2900);
        Press("2");
        Pass(2900);
        Assert.Empty(_collected);

        Pass(110);

        AssertEnded("12", CollectionEnd.Complete);
    }

    [Fact]
    public void While_the_prompt_is_played_nobody_is_waited_for()
    {
        Begin(FourDigits, prompting: true);
        Pass(60_000);
        Assert.Empty(_collected);

        _worker.Do(_collector.OnPromptEnded);
        Pass(5010);

        AssertEnded("", CollectionEnd.Timeout);
        Assert.Equal(0, _bargeIns);
    }

    [Fact]
    public void The_first_digit_silences_the_prompt_and_the_wait_for_the_next_begins()
    {
        Begin(FourDigits, prompting: true);
        Press("1");
        Assert.Equal(1, _bargeIns);
        // The prompt that was silenced tells its end, too.
        _worker.Do(_collector.OnPromptEnded);
        Pass(3010);

        AssertEnded("1", CollectionEnd.TooFew);
        Assert.Equal(1, _bargeIns);
    }

    [Fact]
    public void What_was_pressed_ahead_is_taken_first_and_silences_the_prompt()
    {
        Press("12");
        Assert.Equal(2, _collector.Ahead);

        Begin(FourDigits, prompting: true);
        Press("34");

        AssertEnded("1234", CollectionEnd.Complete);
        Assert.Equal(1, _bargeIns);
    }

    [Fact]
    public void What_was_pressed_ahead_may_end_it_at_once_and_the_rest_stays_for_the_next()
    {
        Press("12#34#");

        Begin(FourDigits);
        Begin(FourDigits);

        Assert.Equal(["12", "34"], _collected.Select(collected => collected.Digits));
        Assert.Equal(0, _collector.Ahead);
    }

    [Fact]
    public void What_was_pressed_ahead_has_a_limit_and_can_be_forgotten()
    {
        Press(new string('1', 1000));
        Assert.Equal(DigitCollector.MostDigits, _collector.Ahead);

        _collector.Forget();

        Assert.Equal(0, _collector.Ahead);
    }

    [Fact]
    public void Cancelled_it_tells_nothing_and_leaves_no_timer()
    {
        Begin(FourDigits);
        Press("1");

        _worker.Do(_collector.Cancel);
        Pass(60_000);

        Assert.Empty(_collected);
        Assert.Equal(0, _worker.Timers.Count);
        Begin(FourDigits);
        Press("5678");
        AssertEnded("5678", CollectionEnd.Complete);
    }

    [Fact]
    public void Only_one_collects_at_a_time()
    {
        Begin(FourDigits);

        Assert.Throws<InvalidOperationException>(() => Begin(FourDigits));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(5, 4)]
    [InlineData(1, 65)]
    public void Numbers_out_of_range_are_refused(int fewest, int most) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Begin(new DigitCollection { Fewest = fewest, Most = most }));

    [Fact]
    public void Whatever_is_pressed_whenever_it_ends_once_within_its_bounds()
    {
        IRandomSource random = new SeededRandomSource(3);
        for (var i = 0; i < 2000; i++)
        {
            var most = 1 + random.Next(6);
            var wanted = new DigitCollection { Fewest = random.Next(most + 1), Most = most, Terminators = random.Next(2) == 0 ? "#" : "" };
            var ended = _collected.Count;
            Begin(wanted, prompting: random.Next(2) == 0);
            for (var step = 0; step < 20; step++)
            {
                if (random.Next(3) > 0) Press("0123456789*#"[random.Next(12)].ToString());
                Pass(random.Next(4000));
            }

            _worker.Do(_collector.OnPromptEnded);
            Pass(10_000);
            var collected = _collected.Skip(ended).Single();
            Assert.InRange(collected.Digits.Length, 0, most);
            Assert.Equal(collected.End is CollectionEnd.Complete or CollectionEnd.Terminated, collected.Digits.Length >= wanted.Fewest && collected.End != CollectionEnd.Timeout);
            Assert.DoesNotContain(collected.Digits, key => wanted.Terminators.Contains(key, StringComparison.Ordinal));
            Assert.Equal(0, _worker.Timers.Count);
            _collector.Forget();
        }
    }

    private void Begin(DigitCollection wanted, bool prompting = false) => _worker.Do(() => _collector.Begin(wanted, prompting));

    private void Press(string keys)
    {
        foreach (var key in keys) _worker.Do(() => _collector.Press(key));
    }

    private void Pass(int milliseconds) => _worker.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private void AssertEnded(string digits, CollectionEnd end, char? terminator = null)
    {
        Assert.Equal([new CollectedDigits(digits, end, terminator)], _collected);
        Assert.False(_collector.IsCollecting);
        Assert.Equal(0, _worker.Timers.Count);
    }
}
