namespace Softswitch.Net;

/// <summary>What a descriptor is ready for, and what one waits for. The values are those of epoll.</summary>
[Flags]
public enum ReadyEvents : uint
{
    None = 0,

    /// <summary>Something can be read, or the other end has closed.</summary>
    Readable = 0x1,

    /// <summary>Something can be written.</summary>
    Writable = 0x4,

    /// <summary>An error is pending; reported whether waited for or not.</summary>
    Error = 0x8,

    /// <summary>Both directions are closed; reported whether waited for or not.</summary>
    Closed = 0x10,
}

/// <summary>Takes the readiness of a descriptor, on the worker that it is registered at.</summary>
public interface IReadyHandler
{
    /// <summary>
    /// The descriptor is ready for <paramref name="events"/>; it is called again in the next turn while that lasts. May
    /// be called in vain where a descriptor was closed and its number given out again within one turn.
    /// </summary>
    void OnReady(ReadyEvents events);
}
