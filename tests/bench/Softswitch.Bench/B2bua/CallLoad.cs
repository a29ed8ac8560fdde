using Softswitch.Bench.Load;
using Softswitch.Bench.Measuring;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.B2bua;

/// <summary>Calls through a switch to a phone that is registered there.</summary>
internal sealed class CallLoad : IDisposable
{
    /// <summary>What the switch receives and sends for a call from INVITE to BYE.</summary>
    private const int DatagramsPerCall = 13;

    private readonly ISwitch _switch;
    private readonly Callee _callee;
    private readonly Caller _caller;

    public CallLoad(ISwitch target)
    {
        var callee = LoadUsers.Callees(1).Single();
        _switch = target;
        _callee = new Callee(target);
        _caller = new Caller(target, LoadUsers.Caller, callee);
        using var registration = new Registrations(target, [callee], _callee.Port);
        if (registration.Run(rate: 10, total: 1) != 1) throw new BenchException($"the callee could not register with {target.Name}");
    }

    /// <summary>A round of <paramref name="rate"/> calls a second.</summary>
    public Round Run(int rate, int seconds)
    {
        var total = rate * seconds;
        var datagrams = _caller.Datagrams + _callee.Datagrams;
        var cpu = _switch.CpuSeconds;
        var done = _caller.Run(rate, total);
        cpu = _switch.CpuSeconds - cpu;
        datagrams = _caller.Datagrams + _callee.Datagrams - datagrams;
        var note = datagrams == (long)DatagramsPerCall * total ? string.Empty : $"{(double)datagrams / total:0.000} datagrams a call, {_caller.Unexpected} unexpected";
        return new Round(done, total - done, cpu, note);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _callee.Dispose();
    }
}
