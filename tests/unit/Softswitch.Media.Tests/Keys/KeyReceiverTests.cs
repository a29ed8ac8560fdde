using Softswitch.Net;

namespace Softswitch.Media.Tests.Keys;

public sealed class KeyReceiverTests
{
    private readonly HeardKeys _heard = new();
    private readonly KeyReceiver _receiver;
    private ushort _sequence;

    public KeyReceiverTests() => _receiver = new KeyReceiver(_heard);

    [Fact]
    public void A_key_is_told_once_when_pressed_and_once_when_released()
    {
        Report(1000, '5', 160, marker: true);
        Report(1000, '5', 320);
        Assert.Equal("5", _heard.Pressed);
        Assert.Empty(_heard.Released);
        Assert.True(_receiver.IsDown);
        for (var i = 0; i < 3; i++) Report(1000, '5', 800, end: true);

        Assert.Equal("5", _heard.Pressed);
        Assert.Equal([('5', TimeSpan.FromMilliseconds(100))], _heard.Released);
        Assert.False(_receiver.IsDown);
    }

    [Fact]
    public void The_same_key_pressed_twice_is_two_keys()
    {
        Press(1000, '5');
        Press(2200, '5');

        Assert.Equal("55", _heard.Pressed);
        Assert.Equal(2, _heard.Released.Count);
    }

    [Fact]
    public void One_report_of_all_is_enough()
    {
        Report(1000, '1', 800, end: true);
        Report(3000, '2', 160);
        Report(5000, '3', 480);
        _receiver.OnSilence();

        Assert.Equal("123", _heard.Pressed);
        Assert.Equal([100, 20, 60], _heard.Released.Select(key => (int)key.Duration.TotalMilliseconds));
    }

    [Fact]
    public void A_key_whose_end_was_lost_ends_with_the_next_one()
    {
        Report(1000, '1', 160, marker: true);
        Report(1000, '1', 640);
        Press(3000, '2');

        Assert.Equal("12", _heard.Pressed);
        Assert.Equal(('1', TimeSpan.FromMilliseconds(80)), _heard.Released[0]);
    }

    [Fact]
    public void Late_and_doubled_reports_are_no_further_keys()
    {
        Press(1000, '1');
        Report(3000, '2', 160, marker: true);
        Report(1000, '1', 480);
        Report(1000, '1', 800, end: true);
        Report(3000, '2', 160, marker: true);
        Report(3000, '2', 800, end: true);
        Report(3000, '2', 640);

        Assert.Equal("12", _heard.Pressed);
        Assert.Equal(2, _heard.Released.Count);
    }

    [Fact]
    public void Reports_in_disorder_do_not_shorten_a_key()
    {
        Report(1000, '1', 640);
        Report(1000, '1', 320);
        _receiver.OnSilence();

        Assert.Equal([('1', TimeSpan.FromMilliseconds(80))], _heard.Released);
    }

    [Fact]
    public void Durations_go_by_the_clock_of_the_payload_type()
    {
        Report(1000, '1', 960, clockRate: 48_000, marker: true);
        Report(1000, '1', 4800, end: true, clockRate: 48_000);

        Assert.Equal([('1', TimeSpan.FromMilliseconds(100))], _heard.Released);
    }

    [Fact]
    public void A_key_held_longer_than_a_duration_can_say_stays_one_key()
    {
        // RFC 4733 §2.5.1.3: at 48 kHz a segment is 1.37 s.
        Report(1000, '1', 960, clockRate: 48_000, marker: true);
        Report(1000, '1', 65_535, clockRate: 48_000);
        Report(66_535, '1', 65_000, clockRate: 48_000);
        Report(132_070, '1', 48_000, end: true, clockRate: 48_000);

        Assert.Equal("1", _heard.Pressed);
        Assert.Equal((65_535 * 2) + 48_000, _heard.Released.Single().Duration.TotalSeconds * 48_000, 1.0);
    }

    [Fact]
    public void Several_reports_in_one_packet_are_several_keys()
    {
        // RFC 4733 §2.5.1.5: each is of what came right behind the one before.
        var payload = new byte[12];
        new TelephoneEvent(1, true, 10, 800).Write(payload);
        new TelephoneEvent(2, true, 10, 400).Write(payload.AsSpan(4));
        new TelephoneEvent(3, false, 10, 160).Write(payload.AsSpan(8));
        _receiver.OnPacket(new RtpHeader(101, true, 1, 1000, 7), payload, 8000);
        Report(2200, '3', 800, end: true);

        Assert.Equal("123", _heard.Pressed);
        Assert.Equal([100, 50, 100], _heard.Released.Select(key => (int)key.Duration.TotalMilliseconds));
    }

    [Fact]
    public void Timestamps_wrap()
    {
        Press(uint.MaxValue - 100, '1');
        Press(1100, '2');

        Assert.Equal("12", _heard.Pressed);
    }

    [Fact]
    public void Another_source_begins_anew()
    {
        Report(500_000, '1', 160, marker: true);
        Report(1000, '1', 160, marker: true, ssrc: 8);
        Report(1000, '1', 800, end: true, ssrc: 8);

        Assert.Equal("11", _heard.Pressed);
        Assert.Equal(2, _heard.Released.Count);
    }

    [Fact]
    public void An_end_that_counts_anew_is_heard()
    {
        Press(500_000, '1');
        Press(1000, '2');

        Assert.Equal("12", _heard.Pressed);
    }

    [Fact]
    public void Events_that_are_no_keys_are_not_told()
    {
        // A hook flash, fax tones, and a code of nothing.
        foreach (byte code in new byte[] { 16, 32, 36, 255 })
        {
            var payload = new byte[4];
            new TelephoneEvent(code, true, 0, 400).Write(payload);
            _receiver.OnPacket(new RtpHeader(101, true, ++_sequence, 1000u * code, 7), payload, 8000);
        }

        Assert.Equal("", _heard.Pressed);
        Assert.Empty(_heard.Released);
    }

    [Fact]
    public void Whatever_arrives_each_key_that_went_down_comes_up_once()
    {
        IRandomSource random = new SeededRandomSource(4733);
        for (var i = 0; i < 100_000; i++)
        {
            var payload = new byte[random.Next(14)];
            random.Fill(payload);
            if (payload.Length > 0) payload[0] &= 0x1F;
            var header = new RtpHeader(101, random.Next(4) == 0, (ushort)i, (uint)random.Next(5) * 30_000, (uint)random.Next(2));
            _receiver.OnPacket(header, payload, random.Next(2) == 0 ? 8000 : 48_000);
            Assert.InRange(_heard.Pressed.Length - _heard.Released.Count, 0, 1);
        }

        _receiver.OnSilence();
        Assert.Equal(_heard.Pressed, string.Concat(_heard.Released.Select(key => key.Key)));
        Assert.All(_heard.Released, key => Assert.InRange(key.Duration.TotalHours, 0, 100));
    }

    private void Press(uint timestamp, char key)
    {
        Report(timestamp, key, 160, marker: true);
        for (var duration = 320; duration < 800; duration += 160) Report(timestamp, key, (ushort)duration);
        for (var i = 0; i < 3; i++) Report(timestamp, key, 800, end: true);
    }

    private void Report(
        uint timestamp, char key, ushort duration, bool end = false, bool marker = false, int clockRate = 8000, uint ssrc = 7)
    {
        Assert.True(TelephoneEvent.TryCode(key, out var code));
        var payload = new byte[TelephoneEvent.Length];
        new TelephoneEvent(code, end, 10, duration).Write(payload);
        _receiver.OnPacket(new RtpHeader(101, marker, ++_sequence, timestamp, ssrc), payload, clockRate);
    }
}
