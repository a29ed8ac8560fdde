using System.Diagnostics;
using System.Net;
using Softswitch.Media;
using Softswitch.Net;

namespace Softswitch.Bench.Micro.Media.Voice;

/// <summary>
/// CPU time of a media worker per stream that it plays a prompt to and second, beside the least that the same datagrams cost, and how exactly
/// they leave in time. Once with ends that listen only, once with ends that talk all the while.
/// </summary>
internal static class VoiceProgram
{
    internal const string WorkerName = "media 0";
    private const int Rounds = 3;

    /// <summary>Runs each case for <paramref name="seconds"/>, with so many streams.</summary>
    public static void Run(double seconds, int streams)
    {
        Console.WriteLine($"{streams} streams, PCMU, packets of 20 ms, {seconds} s a case; CPU of the worker's thread per stream and second");
        Console.WriteLine($"{"ends",-10}{"who",-12}{"packets/s",11}{"us/stream",11}{"us/packet",11}{"error 50 %",12}{"99 %",8}{"99.9 %",8} ms");
        Idle(seconds, streams);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var talking in new[] { false, true })
            {
                Limit(seconds, streams, talking);
                Ours(seconds, streams, talking);
            }
        }
    }

    internal static void Limit(double seconds, int streams, bool talking)
    {
        using var callers = new Callers(streams);
        using var limit = new SendingLimit(callers.EndPoints, talking);
        if (talking) callers.Talk(limit.EndPoints);
        Measure("limit", SendingLimit.ThreadName, callers, seconds, streams, talking);
    }

    private static void Ours(double seconds, int streams, bool talking)
    {
        using var callers = new Callers(streams);
        using var relay = Open(callers, streams, out var open);
        if (talking) callers.Talk([.. open.Select(stream => (EndPoint)stream.Local.ToIPEndPoint())]);
        var prompt = EncodedAudio.Encode(AudioCodec.Pcmu, new short[8000 * 10]);
        // Long enough for every case, of a prompt that all share.
        var prompts = Enumerable.Repeat(prompt, (int)(seconds / 10) + 2).ToArray();
        foreach (var stream in open)
        {
            stream.SetVoiceFormat(new VoiceFormat(AudioCodec.Pcmu, 0, 20, 101));
            stream.Play(prompts);
            // Calls do not begin all in the same instant.
            Thread.Sleep(TimeSpan.FromMilliseconds(200.0 / streams));
        }

        Measure("softswitch", WorkerName, callers, seconds, streams, talking);
    }

    private static void Idle(double seconds, int streams)
    {
        using var callers = new Callers(streams);
        using var relay = Open(callers, streams, out var open);
        foreach (var stream in open) stream.SetVoiceFormat(new VoiceFormat(AudioCodec.Pcmu, 0, 20, 101));
        Measure("idle", WorkerName, callers, seconds, streams, talking: false);
    }

    internal static MediaRelay Open(Callers callers, int streams, out List<MediaStream> open)
    {
        var relay = new MediaRelay(new MediaRelayOptions(), TimeProvider.System, SystemRandomSource.Instance);
        relay.Unhandled = exception => Console.Error.WriteLine(exception);
        relay.Start();
        open = [];
        foreach (var end in callers.EndPoints)
        {
            if (relay.Open(NetAddress.From(IPAddress.Loopback, 0), 0, MediaStreamOptions.Audio, out var stream) is not MediaOpenError.None and var error)
                throw new InvalidOperationException($"opening stream {open.Count}: {error}");
            stream!.SetRemote(NetAddress.From(end));
            open.Add(stream);
        }

        return relay;
    }

    internal static void Measure(string who, string thread, Callers callers, double seconds, int streams, bool talking)
    {
        Thread.Sleep(1500);
        callers.Measure();
        var (cpu, heard, clock) = (NativeSockets.CpuOf(thread), callers.Heard, Stopwatch.GetTimestamp());
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        (cpu, heard) = (NativeSockets.CpuOf(thread) - cpu, callers.Heard - heard);
        var wall = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        Console.WriteLine(
            $"{(talking ? "talking" : "silent"),-10}{who,-12}{heard / wall,11:N0}{cpu * 1e6 / streams / wall,11:N1}{(heard == 0 ? 0 : cpu * 1e6 / heard),11:N2}" +
            $"{callers.Error(0.5),12:N2}{callers.Error(0.99),8:N2}{callers.Error(0.999),8:N2}");
    }
}
