namespace Softswitch.Bench.Relay;

/// <summary>A program that takes RTP in and sends it on, set up for a number of streams.</summary>
internal interface IRelay : IDisposable
{
    string Name { get; }

    /// <summary>Where each stream is sent to, ports of 127.0.0.1.</summary>
    IReadOnlyList<int> Ports { get; }

    /// <summary>CPU time used so far.</summary>
    double CpuSeconds { get; }

    /// <summary>Whether it sends 50 packets a second on its own account, instead of those that it is sent.</summary>
    bool Speaks => false;

    /// <summary>At which stream's socket the packets of <paramref name="stream"/> have to arrive: of a call, streams 2n and 2n + 1, at the other one's.</summary>
    int ReceiverOf(int stream) => stream ^ 1;
}
