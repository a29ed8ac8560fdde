using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// Finds sessions on whichever worker they live, by the worker their Call-ID belongs to. Safe from any thread.
/// </summary>
/// <param name="layers">The layers of all workers, in their order.</param>
public sealed class SessionDirectory(IReadOnlyList<SessionLayer> layers)
{
    /// <summary>
    /// Has <paramref name="found"/> run on the worker that <paramref name="callId"/> belongs to, with the session of these tags or null
    /// (at once when called on that worker).
    /// </summary>
    public void Find(byte[] callId, byte[] localTag, byte[] remoteTag, Action<InviteSession?, object?> found, object? state)
    {
        var layer = layers[WorkerGroup.IndexOf(callId, layers.Count)];
        layer.Worker.Run(
            static boxed =>
            {
                var look = (Look)boxed!;
                look.Found(look.Layer.Find(look.CallId, look.LocalTag, look.RemoteTag), look.State);
            },
            new Look(layer, callId, localTag, remoteTag, found, state));
    }

    private sealed record Look(
        SessionLayer Layer, byte[] CallId, byte[] LocalTag, byte[] RemoteTag, Action<InviteSession?, object?> Found, object? State);
}
