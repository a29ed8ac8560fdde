using System.ComponentModel;

namespace Softswitch.Sdk.Hosting;

/// <summary>
/// What a plugin has to offer. The class that derives from it is generated when the plugin is built and is the one type of the plugin that the switch looks up; everything else it reaches through this, without reflection.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PluginModule
{
    /// <summary>The steps.</summary>
    public virtual IReadOnlyList<StepRegistration> Steps => [];

    /// <summary>The handlers of events.</summary>
    public virtual IReadOnlyList<HandlerRegistration> Handlers => [];

    /// <summary>The HTTP endpoints.</summary>
    public virtual IReadOnlyList<Registration<IHttpEndpoint>> Endpoints => [];

    /// <summary>The background tasks.</summary>
    public virtual IReadOnlyList<Registration<IBackgroundTask>> Tasks => [];

    /// <summary>What says what extensions are doing.</summary>
    public virtual IReadOnlyList<Registration<IPresenceSource>> PresenceSources => [];

    /// <summary>The SIP policies.</summary>
    public virtual IReadOnlyList<Registration<Sip.ISipPolicy>> Policies => [];

    /// <summary>The strategies of distribution.</summary>
    public virtual IReadOnlyList<Registration<ICallDistribution>> Distributions => [];

    /// <summary>The selections of carriers.</summary>
    public virtual IReadOnlyList<Registration<ICarrierSelection>> Carriers => [];

    /// <summary>What says what calls cost.</summary>
    public virtual IReadOnlyList<Registration<ICharging>> Charging => [];

    /// <summary>What speaks.</summary>
    public virtual IReadOnlyList<Registration<ISpeechSynthesis>> Voices => [];

    /// <summary>What finds people by their numbers.</summary>
    public virtual IReadOnlyList<Registration<IDirectorySource>> DirectorySources => [];
}
