using System.Net;
using Softswitch.Bench.Measuring;

namespace Softswitch.Bench.Switches;

/// <summary>Debian's Kamailio, with its fast allocator.</summary>
internal sealed class Kamailio : ISwitch
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kamailio-");
    private readonly ChildProgram _process;

    /// <param name="children">Processes that receive.</param>
    /// <param name="users">How many users must authenticate to register; 0 lets anybody register.</param>
    public Kamailio(int children, int users)
    {
        Children = children;
        var port = LoopbackPorts.Take();
        Address = new IPEndPoint(IPAddress.Loopback, port);
        var configuration = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Switches", "kamailio.cfg"))
            .Replace("CHILDREN", $"{children}", StringComparison.Ordinal)
            .Replace("PORT", $"{port}", StringComparison.Ordinal)
            .Replace("USERS", $"{users}", StringComparison.Ordinal);
        var file = Path.Combine(_folder.FullName, "kamailio.cfg");
        File.WriteAllText(file, configuration);
        // -DD -E: in the foreground; -x and -X: the fast allocator for shared and private memory.
        _process = new ChildProgram("kamailio", "-f", file, "-DD", "-E", "-x", "fm", "-X", "fm", "-m", "512", "-M", "32", "-w", _folder.FullName, "-Y", _folder.FullName);
        _process.WaitUntil(() => SipProbe.Answers(Address), TimeSpan.FromSeconds(20));
    }

    public int Children { get; }

    public string Name => "kamailio";

    public string Domain => "bench.test";

    public IPEndPoint Address { get; }

    public double CpuSeconds => CpuTime.OfTree(_process.Id);

    public void Dispose()
    {
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
