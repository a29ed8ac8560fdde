namespace Softswitch.Sdk;

/// <summary>
/// Is told what happens in the accounts that use the plugin. Events of one account come one at a time and in their order, behind the calls: a slow handler delays nobody,
/// and one that falls 10 000 events behind loses the oldest, which is counted.
/// </summary>
/// <remarks>A class may handle several kinds of events by implementing the interface several times; its constructor may ask for services as a step's may.</remarks>
/// <typeparam name="TEvent">The kind of event; <see cref="SwitchEvent"/> for all.</typeparam>
public interface IEventHandler<in TEvent>
    where TEvent : SwitchEvent
{
    /// <summary>Handles an event. An exception is logged and counted, and the event is not told again.</summary>
    ValueTask HandleAsync(TEvent happened, CancellationToken cancellation);
}
