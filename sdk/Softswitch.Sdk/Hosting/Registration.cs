using System.ComponentModel;

namespace Softswitch.Sdk.Hosting;

/// <summary>A class of a plugin, and how one is made with the services of an account.</summary>
/// <param name="name">The name in the manifest.</param>
/// <param name="create">Makes one.</param>
/// <typeparam name="T">What it implements.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Registration<T>(string name, Func<IServiceProvider, T> create)
    where T : class
{
    /// <summary>The name in the manifest.</summary>
    public string Name { get; } = name;

    /// <summary>Makes one.</summary>
    public T Create(IServiceProvider services) => create(services);
}
