using Softswitch.Dialplan.Publishing;

namespace Softswitch.Kernel.Accounts;

/// <summary>Keeps the published versions of accounts. Each method throws where what it keeps them in does not answer; then all is as it was.</summary>
public interface IDialplanStore
{
    /// <summary>The version of each account that is in force.</summary>
    Task<IReadOnlyList<StoredDialplan>> LoadAsync(CancellationToken cancellation);

    /// <summary>The same of some accounts; those out of force are not among them.</summary>
    Task<IReadOnlyList<StoredDialplan>> LoadAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellation);

    /// <summary>Numbers of the versions that are in force, by account.</summary>
    Task<IReadOnlyDictionary<string, int>> InForceAsync(CancellationToken cancellation);

    /// <summary>Keeps new versions and brings them into force, all of them or none; gives the numbers they have got, in the same order.</summary>
    Task<IReadOnlyList<int>> PublishAsync(IReadOnlyList<NewDialplan> dialplans, CancellationToken cancellation);

    /// <summary>Takes accounts out of force. Their versions are kept.</summary>
    Task WithdrawAsync(IReadOnlyList<string> accounts, CancellationToken cancellation);

    /// <summary>Versions of an account, the latest first, at most 1000.</summary>
    Task<IReadOnlyList<DialplanVersion>> VersionsAsync(string account, CancellationToken cancellation);

    /// <summary>The files of a version, or null where there is none.</summary>
    Task<PlanSource?> FindAsync(string account, int version, CancellationToken cancellation);
}

/// <summary>A version that is in force.</summary>
/// <param name="Account">The account.</param>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Domains">Domains of the account, at least one.</param>
/// <param name="Reseller">The reseller whose layer is above it, or null.</param>
/// <param name="Uses">Plugins that its files name; null where it was kept by a version that did not note them.</param>
/// <param name="Source">Its files.</param>
/// <param name="Origin">Name in the folder it was read from, or null.</param>
/// <param name="OriginHash">Hash of what was read there, or null.</param>
public sealed record StoredDialplan(string Account, int Version, IReadOnlyList<string> Domains, string? Reseller, IReadOnlyList<string>? Uses, PlanSource Source, string? Origin, string? OriginHash);

/// <summary>A version to be published.</summary>
/// <param name="Account">The account.</param>
/// <param name="Domains">Domains of the account, at least one.</param>
/// <param name="Reseller">The reseller whose layer is above it, or null.</param>
/// <param name="Uses">Plugins that its files name.</param>
/// <param name="Source">Its files.</param>
/// <param name="By">Who publishes: <c>folder</c>, <c>publish</c>, <c>rollback to 3</c>.</param>
/// <param name="Origin">Name in the folder it was read from, or null.</param>
/// <param name="OriginHash">Hash of what was read there, or null.</param>
public sealed record NewDialplan(string Account, IReadOnlyList<string> Domains, string? Reseller, IReadOnlyList<string> Uses, PlanSource Source, string By, string? Origin, string? OriginHash);

/// <summary>A version that was published.</summary>
/// <param name="Version">Its number.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="By">By whom.</param>
public sealed record DialplanVersion(int Version, DateTimeOffset PublishedAt, string By);
