namespace Softswitch.Media;

/// <summary>
/// What a member may say and hear. A listener is muted; a coach hears all and is heard by the one that it coaches; who barges in has all rights.
/// </summary>
public sealed record MemberRights
{
    private const int MostDecibels = 20;

    /// <summary>Says and hears all.</summary>
    public static MemberRights All { get; } = new();

    /// <summary>Hears all and says nothing.</summary>
    public static MemberRights ListenOnly { get; } = new() { IsMuted = true };

    /// <summary>Whether nobody hears it. Default no.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Whether it hears nobody, announcements neither. Default no.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>How much louder than it comes what it says is heard, −20 to 20 dB. Default 0.</summary>
    public int Volume
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs((long)value), MostDecibels, nameof(value));
            field = value;
            Gain = MathF.Pow(10, value / 20f);
        }
    }

    /// <summary>It whispers to this member: no other hears it, nor do listeners of the room. Null, as by default, for all.</summary>
    public RoomMember? HeardOnlyBy { get; init; }

    /// <summary>The volume as a factor.</summary>
    internal float Gain { get; private init; } = 1;
}
