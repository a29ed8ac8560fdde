using BenchmarkDotNet.Attributes;

namespace Softswitch.Bench.Micro.Sip.Transactions;

/// <summary>What the transactions of a call cost: a row less the row of its peers, whose part is done here too.</summary>
public class TransactionBenchmarks
{
    private const int Filling = 70_000;
    private readonly BackToBack _calls = new();

    /// <summary>As many calls before as linger.</summary>
    [GlobalSetup(Targets = [nameof(InviteToBye), nameof(InviteToByeOfPeers)])]
    public void FillWithCalls()
    {
        for (var i = 0; i < Filling; i++) _calls.Call();
    }

    [GlobalSetup(Targets = [nameof(InviteToAck), nameof(InviteToAckOfPeers)])]
    public void FillWithInvites()
    {
        for (var i = 0; i < Filling; i++) _calls.Invite();
    }

    [GlobalCleanup(Targets = [nameof(InviteToBye), nameof(InviteToAck)])]
    public void SayWhatIsHeld() =>
        Console.WriteLine($"// {_calls.Lingering:N0} transactions linger; {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:N1} MiB are held in all");

    [Benchmark]
    public void InviteToAck() => _calls.Invite();

    [Benchmark]
    public void InviteToAckOfPeers() => _calls.InviteOfPeers();

    [Benchmark]
    public void InviteToBye() => _calls.Call();

    [Benchmark]
    public void InviteToByeOfPeers() => _calls.CallOfPeers();
}
