using System.Net;

namespace Softswitch.Bench.Switches;

/// <summary>A running SIP switch under load.</summary>
internal interface ISwitch : IDisposable
{
    string Name { get; }

    /// <summary>Domain of its users.</summary>
    string Domain { get; }

    /// <summary>Where it takes SIP over UDP.</summary>
    IPEndPoint Address { get; }

    /// <summary>CPU time used so far: of all its processes.</summary>
    double CpuSeconds { get; }
}
