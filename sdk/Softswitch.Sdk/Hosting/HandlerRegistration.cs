using System.ComponentModel;

namespace Softswitch.Sdk.Hosting;

/// <summary>A class that handles one kind of event.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class HandlerRegistration(string name)
{
    /// <summary>The name in the manifest.</summary>
    public string Name { get; } = name;

    /// <summary>Whether events like this one are handled.</summary>
    public abstract bool Handles(SwitchEvent happened);

    /// <summary>Handles an event with the services of its account.</summary>
    public abstract ValueTask HandleAsync(IServiceProvider services, SwitchEvent happened, CancellationToken cancellation);
}

/// <inheritdoc/>
/// <param name="name">The name in the manifest.</param>
/// <param name="create">Makes one.</param>
/// <typeparam name="TEvent">The kind of event.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerRegistration<TEvent>(string name, Func<IServiceProvider, IEventHandler<TEvent>> create) : HandlerRegistration(name)
    where TEvent : SwitchEvent
{
    /// <inheritdoc/>
    public override bool Handles(SwitchEvent happened) => happened is TEvent;

    /// <inheritdoc/>
    public override ValueTask HandleAsync(IServiceProvider services, SwitchEvent happened, CancellationToken cancellation) =>
        create(services).HandleAsync((TEvent)happened, cancellation);
}
