namespace Softswitch.Dialplan.Checking;

/// <summary>What there is beside the plans for them to name. Safe from any thread; asked while a plan is checked.</summary>
public interface IPlanResources
{
    /// <summary>Names of the prompts an account can play, its own and the system's; null where that is not known, and any name will do.</summary>
    IReadOnlyCollection<string>? Prompts(string account);

    /// <summary>Whether a file is beside an account's plan; null where that is not known.</summary>
    bool? HasFile(string account, string path);

    /// <summary>Whether there is a time zone of this name in the IANA database.</summary>
    bool HasTimeZone(string name);
}

/// <summary>Resources of which only the time zones are known: those of the machine.</summary>
public class MachineResources : IPlanResources
{
    /// <inheritdoc/>
    public virtual IReadOnlyCollection<string>? Prompts(string account) => null;

    /// <inheritdoc/>
    public virtual bool? HasFile(string account, string path) => null;

    /// <inheritdoc/>
    public virtual bool HasTimeZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);
}
