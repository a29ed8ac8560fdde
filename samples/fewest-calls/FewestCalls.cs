using Softswitch.Sdk;

namespace Sample.FewestCalls;

/// <summary>Who has taken the fewest calls of the group today comes first; of equals, who has been idle longest.</summary>
[CallDistribution("fewest-calls")]
public sealed class FewestCalls : ICallDistribution
{
    /// <inheritdoc/>
    public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) =>
        [.. members.OrderBy(member => member.Priority).ThenBy(member => member.CallsTaken).ThenBy(member => member.LastCallEnded ?? DateTimeOffset.MinValue)];
}
