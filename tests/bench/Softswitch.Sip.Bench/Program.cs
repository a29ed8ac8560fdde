using Softswitch.Sip.Bench.Sdp;
using Softswitch.Sip.Bench.Transactions;
using Softswitch.Sip.Bench.Transports;

// Processor time and allocation of the SIP stack's parts: transactions without a network, transports on loopback.
// usage: Softswitch.Sip.Bench [calls] | dispatch [seconds]
if (args is ["dispatch", ..])
{
    DispatchBench.Run(args.Length > 1 ? double.Parse(args[1]) : 3);
    return;
}

var calls = args.Length > 0 ? int.Parse(args[0]) : 300_000;
CallBench.Run(calls);
SdpBench.Run(calls);
