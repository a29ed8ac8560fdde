namespace Softswitch.Kernel.Registrar;

/// <summary>How long registrations last.</summary>
public sealed record RegistrarOptions
{
    /// <summary>Shortest time a contact may ask for, 1 s or more; less is refused with 423. Default 30 s.</summary>
    public TimeSpan MinExpires { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time; more is cut to it. Default 2 hours.</summary>
    public TimeSpan MaxExpires { get; init; } = TimeSpan.FromHours(2);

    /// <summary>What a contact gets that asks for nothing (RFC 3261 §10.2.1.1). Default 1 hour.</summary>
    public TimeSpan DefaultExpires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest time over datagrams to a contact behind NAT, where the way in is soon forgotten; zero for no such limit. Default 2 minutes.</summary>
    public TimeSpan MaxNatExpires { get; init; } = TimeSpan.FromMinutes(2);
}
