using System.Runtime.CompilerServices;

namespace Softswitch.Media;

/// <summary>Says to a member's end what it hears of the room, until something else is said to it or it leaves.</summary>
internal sealed class MixVoice(RoomMember member) : Utterance(ended: null, state: null)
{
    internal override bool IsPossible(VoiceFormat format) => true;

    [SkipLocalsInit]
    internal override unsafe int Say(long tick, VoiceFormat format, RtpSource source, IVoiceLine line)
    {
        source.MoveTo(tick, format.Codec.ClockRate);
        var packet = stackalloc byte[RtpHeader.FixedLength + VoiceFormat.MostPayload];
        var bytes = new Span<byte>(packet, RtpHeader.FixedLength + VoiceFormat.MostPayload);
        var length = member.Output.Take(format, bytes[RtpHeader.FixedLength..]);
        if (length > 0 && line.IsOpen) source.Say(line, packet, length, format);
        source.Advance(format.Ticks);
        return format.Ticks;
    }

    private protected override void Release() => member.OnSilenced(this);
}
