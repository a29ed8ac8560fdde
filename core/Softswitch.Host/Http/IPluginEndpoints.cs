using Softswitch.Sdk;

namespace Softswitch.Host.Http;

/// <summary>An endpoint of a plugin.</summary>
/// <param name="Name">Its name within the plugin.</param>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">Its path.</param>
internal sealed record PluginEndpoint(string Name, string Method, EndpointPath Path);

/// <summary>The HTTP endpoints of plugins, as whoever runs the plugins knows them. Safe from any thread.</summary>
internal interface IPluginEndpoints
{
    /// <summary>Endpoints of a plugin that the account uses; null where it uses no such plugin.</summary>
    IReadOnlyList<PluginEndpoint>? Find(string account, string plugin);

    /// <summary>Has an endpoint answer.</summary>
    /// <exception cref="Kernel.Services.PluginCodeException">It threw.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    Task<HttpReply> AnswerAsync(string plugin, string endpoint, HttpQuery query, CancellationToken cancellation);
}
