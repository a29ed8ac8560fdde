using Softswitch.Sip.Bench.Sdp;
using Softswitch.Sip.Bench.Transactions;

// Processor time and allocation of the SIP stack's parts, without a network.
// usage: Softswitch.Sip.Bench [calls]
var calls = args.Length > 0 ? int.Parse(args[0]) : 300_000;
CallBench.Run(calls);
SdpBench.Run(calls);
