using System.Net;
using Softswitch.Bench.Micro.Media.Voice;
using Softswitch.Media;

namespace Softswitch.Bench.Micro.Media.Mixing;

/// <summary>
/// CPU time of a media worker per party and second, in rooms of 20 of whom all send and two are heard, beside the least that the same datagrams cost.
/// </summary>
internal static class RoomProgram
{
    private const int Parties = 20;
    private const int Speaking = 2;
    private const int Rounds = 3;

    /// <summary>Runs each case for <paramref name="seconds"/>, with so many rooms.</summary>
    public static void Run(double seconds, int rooms)
    {
        Console.WriteLine($"{rooms} rooms of {Parties}, {Speaking} heard, PCMU, packets of 20 ms, {seconds} s a case; CPU of the worker's thread per party and second");
        Console.WriteLine($"{"ends",-10}{"who",-12}{"packets/s",11}{"us/party",11}{"us/packet",11}{"error 50 %",12}{"99 %",8}{"99.9 %",8} ms");
        for (var round = 0; round < Rounds; round++)
        {
            VoiceProgram.Limit(seconds, rooms * Parties, talking: true);
            Ours(seconds, rooms);
        }
    }

    private static void Ours(double seconds, int rooms)
    {
        var parties = rooms * Parties;
        using var callers = new Callers(parties);
        using var relay = VoiceProgram.Open(callers, parties, out var open);
        callers.Talk([.. open.Select(stream => (EndPoint)stream.Local.ToIPEndPoint())]);
        foreach (var members in open.Chunk(Parties))
        {
            var room = new Room(relay, 0);
            for (var i = 0; i < members.Length; i++)
            {
                members[i].SetVoiceFormat(new VoiceFormat(AudioCodec.Pcmu, 0));
                _ = room.Join(members[i], i < Speaking ? MemberRights.All : MemberRights.ListenOnly);
            }

            // Rooms do not begin all in the same instant.
            Thread.Sleep(TimeSpan.FromMilliseconds(200.0 / rooms));
        }

        VoiceProgram.Measure("softswitch", VoiceProgram.WorkerName, callers, seconds, parties, talking: true);
    }
}
