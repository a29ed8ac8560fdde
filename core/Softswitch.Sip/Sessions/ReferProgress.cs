using System.Runtime.InteropServices;

namespace Softswitch.Sip;

/// <summary>News of a REFER that we sent (RFC 3515 §2.4).</summary>
/// <param name="Id">What <see cref="InviteSession.Refer"/> returned.</param>
/// <param name="Status">Of the REFER itself where it is refused (300 to 699), 202 where accepted, otherwise of the message/sipfrag in a NOTIFY: 100 to 699.</param>
/// <param name="IsFinal">Whether nothing more will come.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReferProgress(uint Id, int Status, bool IsFinal);
