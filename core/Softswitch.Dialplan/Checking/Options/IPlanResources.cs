namespace Softswitch.Dialplan.Checking;

/// <summary>What there is on this machine for plans to name. Safe from any thread; asked while a plan is checked.</summary>
public interface IPlanResources
{
    /// <summary>Whether an account can play a prompt, one of its own or the system's; null where that is not known.</summary>
    bool? HasPrompt(string account, string name);

    /// <summary>Names of the prompts an account can play, its own and the system's; none where they are not known.</summary>
    IEnumerable<string> Prompts(string account);

    /// <summary>Whether there is a time zone of this name in the IANA database.</summary>
    bool HasTimeZone(string name);
}

/// <summary>Resources of which only the time zones are known: those of the machine.</summary>
public class MachineResources : IPlanResources
{
    /// <inheritdoc/>
    public virtual bool? HasPrompt(string account, string name) => null;

    /// <inheritdoc/>
    public virtual IEnumerable<string> Prompts(string account) => [];

    /// <inheritdoc/>
    public virtual bool HasTimeZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);
}
