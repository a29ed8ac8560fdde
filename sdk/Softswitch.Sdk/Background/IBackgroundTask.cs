namespace Softswitch.Sdk;

/// <summary>Work that goes on for each account that uses the plugin, on one node at a time. Its constructor may ask for services as a step's may.</summary>
public interface IBackgroundTask
{
    /// <summary>
    /// Runs until <paramref name="stopping"/> is cancelled: the plan no longer uses the plugin, a new version takes over, or the switch stops. One that returns or throws earlier is
    /// begun again after a second, then two, four, up to five minutes.
    /// </summary>
    ValueTask RunAsync(CancellationToken stopping);
}
