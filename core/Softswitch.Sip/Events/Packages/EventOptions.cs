namespace Softswitch.Sip;

/// <summary>Times and numbers of subscriptions and publications of one event package.</summary>
public sealed record EventOptions
{
    /// <summary>Shortest time that may be asked for; less, but for 0, is refused with 423. Default 60 s.</summary>
    public TimeSpan MinExpires { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time; more is cut to it. Default 2 hours.</summary>
    public TimeSpan MaxExpires { get; init; } = TimeSpan.FromHours(2);

    /// <summary>What one gets that asks for nothing. Default 1 hour.</summary>
    public TimeSpan DefaultExpires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Least time between two NOTIFYs of one subscription; changes meanwhile become one. Default 1 s.</summary>
    public TimeSpan Throttle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time granted to one who asks for <paramref name="seconds"/>, null where nothing was said; -1 where it is too short.</summary>
    internal long Grant(uint? seconds)
    {
        var asked = seconds ?? (long)DefaultExpires.TotalSeconds;
        if (asked > 0 && asked < MinExpires.TotalSeconds) return -1;
        return Math.Min(asked, (long)MaxExpires.TotalSeconds);
    }
}
