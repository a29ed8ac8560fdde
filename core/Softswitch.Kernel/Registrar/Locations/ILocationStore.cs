namespace Softswitch.Kernel.Registrar;

/// <summary>Keeps registrations over a restart. Writes behind the registrar's back, so nothing here waits; safe from any thread.</summary>
public interface ILocationStore
{
    /// <summary>All contacts that had not lapsed.</summary>
    Task<IReadOnlyList<StoredBinding>> LoadAsync(CancellationToken cancellation);

    /// <summary>Keeps a contact, new or refreshed. False when it cannot be taken.</summary>
    bool Save(string account, string extension, Binding binding);

    /// <summary>Forgets a contact. One that has lapsed is forgotten without being told.</summary>
    bool Remove(string account, string extension, Binding binding);
}

/// <summary>A registration as it is kept.</summary>
/// <param name="Account">The account.</param>
/// <param name="Extension">The extension's number.</param>
/// <param name="Binding">The contact.</param>
public readonly record struct StoredBinding(string Account, string Extension, Binding Binding);
