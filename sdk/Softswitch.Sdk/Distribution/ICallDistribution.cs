namespace Softswitch.Sdk;

/// <summary>
/// A strategy that says in which order the members of a group are rung. Pure and quick: it is given all it may look at. Its name is that of <see cref="CallDistributionAttribute"/>; a plan names it as it
/// names steps, <c>bridge: { to: [ext:100, ext:101], strategy: acme.fewest-calls }</c>.
/// </summary>
public interface ICallDistribution
{
    /// <summary>Members in the order they are to be rung; those left out are not rung at all.</summary>
    /// <param name="members">Those who could take the call; may be empty.</param>
    /// <param name="random">Randomness, the same again in a simulation.</param>
    IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random);
}

/// <summary>Names an <see cref="ICallDistribution"/>.</summary>
/// <param name="name">Lower-case words joined by hyphens: <c>longest-idle</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CallDistributionAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>A member of a group.</summary>
/// <param name="Extension">Its extension; of somebody outside the telephone number or address.</param>
/// <param name="Priority">As the plan says; 1 comes first, and is what all have where the plan says nothing.</param>
/// <param name="LastCallEnded">When its last call of the group ended, or null.</param>
/// <param name="CallsTaken">Calls of the group it has taken today, in UTC.</param>
public sealed record GroupMember(string Extension, int Priority, DateTimeOffset? LastCallEnded, int CallsTaken);
