using Softswitch.Kernel.Storage;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>
/// The media of one leg: what stands in the descriptions its party gets, and where its party's packets go. All members
/// are called on the call's worker; none blocks. Descriptions are SDP bytes as they came from the wire.
/// </summary>
public interface ILegMedia
{
    /// <summary>
    /// The other leg's description as this leg's party is to read it: with this leg's own addresses. Allocates a stream for
    /// each media line that has none yet. Null when there is no port left, or the description cannot be read: <see cref="Refusal"/>.
    /// </summary>
    byte[]? Present(byte[] description);

    /// <summary>Why <see cref="Present"/> gave nothing the last time: 503 for want of a port, 488 for the description.</summary>
    EndCause Refusal { get; }

    /// <summary>Takes the party's own description into force: where its packets come from and go to, and with which codecs.</summary>
    void Apply(byte[] description);

    /// <summary>Packets of each leg go to the other from now on; a leg is connected to one other at most.</summary>
    void Connect(ILegMedia other);

    /// <summary>No packets go to another leg any more.</summary>
    void Disconnect();

    /// <summary>Time since a packet of the party last came in, over all its streams; null where no packet is to be expected.</summary>
    TimeSpan? Silence { get; }

    /// <summary>What was measured of the party's streams; <paramref name="party"/> says whose they are in the record.</summary>
    IEnumerable<CallRecordMedia> Report(CallEnder party);

    /// <summary>The switch's own voice to the party; null where media does not come through the switch.</summary>
    ILegVoice? Voice { get; }

    /// <summary>Gives everything back. Safe to call twice.</summary>
    void Close();
}
