using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Registrar;
using Softswitch.Kernel.Storage;
using Softswitch.Net;
using Softswitch.Sdk;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>What the calls of all workers share. Everything in it is safe from any thread.</summary>
public sealed record CallServices
{
    /// <summary>Name of this node, in each record.</summary>
    public required string Node { get; init; }

    /// <summary>Who may call.</summary>
    public required ICallAdmission Admission { get; init; }

    /// <summary>What the flows of all calls share.</summary>
    public required FlowServices Flows { get; init; }

    /// <summary>What is played to callers.</summary>
    public required ICallPrompts Prompts { get; init; }

    /// <summary>Where extensions are.</summary>
    public required ILocations Locations { get; init; }

    /// <summary>Makes the media of legs.</summary>
    public required ILegMediaFactory Media { get; init; }

    /// <summary>Where records go.</summary>
    public required ICallRecordSink Records { get; init; }

    /// <summary>Whether a call's way through its plan is kept with its record. Default yes.</summary>
    public bool KeepsTraces { get; init; } = true;

    /// <summary>Finds sessions on all workers.</summary>
    public required SessionDirectory Sessions { get; init; }

    /// <summary>Randomness of identifiers.</summary>
    public required IRandomSource Random { get; init; }

    /// <summary>Takes what happens to calls; quick, safe from any thread, and throws nothing. Null where nobody wants to know.</summary>
    public Action<SwitchEvent>? Events { get; init; }

    /// <summary>Edits what leaves for accounts whose plugins have SIP policies; null where there are no plugins.</summary>
    public SipPolicies? Policies { get; init; }

    /// <summary>What extensions do.</summary>
    public ExtensionActivity Activity { get; } = new();

    /// <summary>What is counted over all workers.</summary>
    public CallCounters Counters { get; } = new();

    /// <summary>A new identifier of a call: a random UUID (RFC 9562 version 4).</summary>
    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
