using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Softswitch.Bench.Measuring;

namespace Softswitch.Bench.Relay;

/// <summary>Debian's rtpengine without its kernel module, set up call by call over its NG protocol (bencode over UDP).</summary>
internal sealed class Rtpengine : IRelay
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rtpengine-");
    private readonly ChildProgram _process;
    private readonly UdpClient _control = new(new IPEndPoint(IPAddress.Loopback, 0));
    private int _cookie;

    /// <param name="ends">Ports of the ends, two for each call.</param>
    /// <param name="threads">Its threads; null leaves its own choice.</param>
    public Rtpengine(IReadOnlyList<int> ends, int? threads)
    {
        Name = threads is null ? "rtpengine" : $"rtpengine-{threads}";
        var control = LoopbackPorts.Take();
        var first = LoopbackPorts.Take(ends.Count * 3);
        var file = Path.Combine(_folder.FullName, "rtpengine.conf");
        File.WriteAllText(
            file,
            $"""
            [rtpengine]
            table = -1
            interface = 127.0.0.1
            listen-ng = 127.0.0.1:{control}
            port-min = {first}
            port-max = {first + (ends.Count * 3) - 1}
            timeout = 3600
            silent-timeout = 3600
            log-level = 3
            log-stderr = true
            foreground = true
            pidfile = {_folder.FullName}/pid
            {(threads is { } number ? $"num-threads = {number}" : "")}

            """);
        _process = new ChildProgram("rtpengine", "--config-file", file);
        _control.Connect(IPAddress.Loopback, control);
        _process.WaitUntil(Answers, TimeSpan.FromSeconds(20));

        var ports = new int[ends.Count];
        for (var i = 0; i < ends.Count; i += 2)
        {
            // Each side is told the port that the other's packets will come from.
            ports[i + 1] = Negotiate("offer", i, ends[i]);
            ports[i] = Negotiate("answer", i, ends[i + 1]);
        }

        Ports = ports;
    }

    public string Name { get; }

    public IReadOnlyList<int> Ports { get; }

    public double CpuSeconds => CpuTime.OfProcess(_process.Id);

    public void Dispose()
    {
        _process.Dispose();
        _control.Dispose();
        _folder.Delete(recursive: true);
    }

    private bool Answers() => Ask("d7:command4:pinge", TimeSpan.FromMilliseconds(200)) is { } reply && reply.Contains("4:pong", StringComparison.Ordinal);

    /// <summary>Has rtpengine take the description of an end, and returns the port that it offers to the other.</summary>
    private int Negotiate(string command, int call, int end)
    {
        var description =
            $"v=0\r\no=- {call} 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {end} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";
        var request = new StringBuilder("d");
        Add(request, "call-id", $"call{call}");
        Add(request, "command", command);
        request.Append("5:flagsl13:trust-addresse");
        Add(request, "from-tag", "a");
        Add(request, "ICE", "remove");
        Add(request, "sdp", description);
        if (command == "answer") Add(request, "to-tag", "b");
        request.Append('e');

        var reply = Ask(request.ToString(), TimeSpan.FromSeconds(5)) ?? throw new BenchException("rtpengine does not answer");
        var media = reply.IndexOf("m=audio ", StringComparison.Ordinal);
        if (media < 0) throw new BenchException($"rtpengine refused: {reply}\n{_process.Output}");
        return int.Parse(reply[(media + 8)..].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private string? Ask(string request, TimeSpan patience)
    {
        _control.Send(Encoding.ASCII.GetBytes($"{++_cookie} {request}"));
        _control.Client.ReceiveTimeout = (int)patience.TotalMilliseconds;
        try
        {
            var from = new IPEndPoint(IPAddress.Any, 0);
            return Encoding.ASCII.GetString(_control.Receive(ref from));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static void Add(StringBuilder bencode, string key, string value) => bencode.Append($"{key.Length}:{key}{value.Length}:{value}");
}
