using Softswitch.Media.Tests.Relay;

namespace Softswitch.Media.Tests.Mixing;

/// <summary>Rooms of real streams over real sockets, on two workers.</summary>
public sealed class RoomTests
{
    private readonly List<RoomMember> _left = [];
    private int _closed;

    [Fact]
    public async Task Ends_of_different_workers_hear_each_other_in_a_room_that_closes_with_the_last()
    {
        await using var call = await RelayedCall.Begin(workers: 2);
        var room = Open(call);
        var (alice, bob) = (room.Join(call.ForAlice, state: "alice"), room.Join(call.ForBob));
        await call.Applied();
        Assert.Equal((2, "alice"), (room.Count, alice.State));
        var heard = await Talk(call, packets: 30);
        Assert.InRange(heard, 15, 30);

        bob.Leave();
        await call.Applied();
        AssertIs(room, 0, 1, [bob]);
        call.ForAlice.Close();
        await call.Applied();
        AssertIs(room, 1, 0, [bob, alice]);

        var late = room.Join(call.ForBob);
        await call.Applied();
        AssertIs(room, 1, 0, [bob, alice, late]);
    }

    [Fact]
    public async Task A_stream_that_is_connected_leaves_its_room_and_talks_as_before()
    {
        await using var call = await RelayedCall.Begin(workers: 2);
        var room = Open(call);
        var (alice, bob) = (room.Join(call.ForAlice), room.Join(call.ForBob));
        await call.Applied();
        call.ForAlice.Connect(call.ForBob);
        await call.Applied();
        await room.WhenApplied();

        Assert.Equal(2, _left.Count);
        Assert.Equal((0, 1), (room.Count, _closed));
        await call.Talk();
        alice.Leave();
        bob.Leave();
        await room.WhenApplied();
        Assert.Equal(2, _left.Count);
    }

    [Fact]
    public async Task A_stream_that_joins_another_room_leaves_the_first_wherever_that_is()
    {
        await using var call = await RelayedCall.Begin(workers: 2);
        var (first, second) = (Open(call), Open(call, key: 1));
        var before = first.Join(call.ForAlice);
        first.Join(call.ForBob);
        await call.Applied();
        second.Join(call.ForAlice);
        await call.Applied();
        await first.WhenApplied();

        Assert.Equal((1, 1), (first.Count, second.Count));
        Assert.Equal([before], _left);
        first.Close();
        second.Close();
        await first.WhenApplied();
        await second.WhenApplied();
        Assert.Equal((3, 2), (_left.Count, _closed));
    }

    [Fact]
    public async Task What_is_asked_of_a_closed_room_ends_at_once()
    {
        await using var call = await RelayedCall.Begin();
        var room = Open(call);
        var ends = new List<UtteranceEnd>();
        room.Play([], ended: (_, end) => ends.Add(end));
        room.Close();
        room.Close();
        room.Play([], ended: (_, end) => ends.Add(end));
        room.StopPlaying();
        await room.WhenApplied();

        Assert.Equal([UtteranceEnd.Closed, UtteranceEnd.Closed], ends);
        Assert.Equal(1, _closed);
    }

    private void AssertIs(Room room, int closed, int count, RoomMember[] left)
    {
        Assert.Equal(left, _left);
        Assert.Equal((closed, count), (_closed, room.Count));
    }

    private Room Open(RelayedCall call, uint key = 0)
    {
        call.ForAlice.SetVoiceFormat(new VoiceFormat(AudioCodec.Pcmu, 0));
        call.ForBob.SetVoiceFormat(new VoiceFormat(AudioCodec.Pcmu, 0));
        return new Room(call.Relay, key)
        {
            Left = member =>
            {
                lock (_left) _left.Add(member);
            },
            Closed = _ => Interlocked.Increment(ref _closed),
        };
    }

    /// <summary>Alice says something loud; returns how much of it Bob hears.</summary>
    private static async Task<int> Talk(RelayedCall call, int packets)
    {
        for (var i = 0; i < packets; i++)
        {
            call.Alice.SendRtp(call.ForAlice.Local, [.. Enumerable.Range(0, 160).Select(j => (byte)(j % 8 < 4 ? 0x10 : 0x90))]);
            await call.Pass(TimeSpan.FromMilliseconds(10));
            await call.Pass(TimeSpan.FromMilliseconds(10));
        }

        var loud = 0;
        for (var i = 0; i < packets - 2; i++)
        {
            var packet = await call.Bob.Receive();
            Assert.Equal(RtpHeader.FixedLength + 160, packet.Length);
            if (packet[RtpHeader.FixedLength + 80] is 0x10 or 0x90) loud++;
        }

        return loud;
    }
}
