using System.Collections.Immutable;
using System.Net;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Accounts;

/// <summary>One extension of an account: a number, and who may register and call as it.</summary>
public sealed record Extension
{
    private CallParty? _party;

    /// <summary>The number, which is also the SIP user name: <c>100</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Display name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Password of the phone's digest authentication, or null where only addresses of <see cref="AllowFrom"/> are let in.</summary>
    public string? Secret { get; init; }

    /// <summary>Phones that may be registered at a time, 1 to 50. Default 5.</summary>
    public int MaxContacts { get; init; } = 5;

    /// <summary>Networks that are believed without a password. Default none.</summary>
    public ImmutableArray<IPNetwork> AllowFrom { get; init; } = [];

    /// <summary>The extension as plans see it.</summary>
    internal CallParty Public => _party ??= new CallParty(Number, Name, Number);

    /// <summary>The number alone: whatever is written to a log holds no secret.</summary>
    public override string ToString() => $"extension {Number}";
}
