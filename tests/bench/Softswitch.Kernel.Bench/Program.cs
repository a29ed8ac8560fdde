using Softswitch.Kernel.Bench.Registrar;

// Processor time and allocation of the kernel's parts, without network and database.
// usage: Softswitch.Kernel.Bench [registrations]
var registrations = args.Length > 0 ? int.Parse(args[0]) : 300_000;
RegisterBench.Run(registrations);
