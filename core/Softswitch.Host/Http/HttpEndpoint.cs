using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Softswitch.Host.Http;

/// <summary>
/// The operator's HTTP: Kestrel alone, without the web framework above it, which would cost more start-up time and memory
/// than the rest of the switch.
/// </summary>
internal sealed class HttpEndpoint : IAsyncDisposable
{
    private const long LongestBody = 64 * 1024;

    private readonly KestrelServer _server;
    private readonly HttpRoutes _routes;
    private readonly EndpointRoutes? _plugins;

    private HttpEndpoint(KestrelServer server, HttpRoutes routes, EndpointRoutes? plugins)
    {
        _server = server;
        _routes = routes;
        _plugins = plugins;
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Listens at <paramref name="address"/>; port 0 is any free one. What is below <c>/x/</c> is for <paramref name="plugins"/>.</summary>
    /// <exception cref="IOException">The address cannot be listened at.</exception>
    public static async Task<HttpEndpoint> StartAsync(IPEndPoint address, HttpRoutes routes, EndpointRoutes? plugins, ILoggerFactory logs, CancellationToken cancellation)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = LongestBody;
        options.Limits.MaxConcurrentConnections = 100;
        options.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        var quiet = new QuietLogs(logs);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), quiet);
        var server = new KestrelServer(Options.Create(options), transport, quiet);
        var endpoint = new HttpEndpoint(server, routes, plugins);
        try
        {
            await server.StartAsync(new Application(endpoint), cancellation);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        endpoint.Address = server.Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.First();
        return endpoint;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(patience.Token);
        _server.Dispose();
    }

    private sealed class Application(HttpEndpoint endpoint) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }

        public async Task ProcessRequestAsync(HttpContext context)
        {
            if (endpoint._plugins is { } plugins && context.Request.Path.Value is { } path && path.StartsWith(PluginRequest.Prefix, StringComparison.Ordinal))
            {
                await PluginExchange.AnswerAsync(context, path, plugins);
                return;
            }

            var answer = await endpoint._routes.AnswerAsync(QuestionOf(context), context.RequestAborted);
            var body = Encoding.UTF8.GetBytes(answer.Body);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            context.Response.ContentLength = body.Length;
            if (answer.Allow is { } allow) context.Response.Headers.Allow = allow;
            if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static HttpQuestion QuestionOf(HttpContext context) => new(
        context.Request.Method,
        context.Request.Path.Value ?? "/",
        context.Connection.RemoteIpAddress ?? IPAddress.Any,
        context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
        limit => ReadAsync(context, limit));

    private static async Task<byte[]?> ReadAsync(HttpContext context, int limit)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return body.ToArray();
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Kestrel's own news concern nobody; its warnings do.</summary>
    private sealed class QuietLogs(ILoggerFactory inner) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new QuietLog(inner.CreateLogger(categoryName));

        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public void Dispose()
        {
        }
    }

    private sealed class QuietLog(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
