namespace Softswitch.Sdk;

/// <summary>
/// Answers HTTP requests under <c>/x/PLUGIN/PATH</c> for one account, whose name and key the request carries; the switch has checked them before. The path is that of
/// <see cref="HttpEndpointAttribute"/>.
/// </summary>
public interface IHttpEndpoint
{
    /// <summary>Answers a request. An exception becomes status 500 without a trace; it has 30 seconds.</summary>
    ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation);
}

/// <summary>Gives an <see cref="IHttpEndpoint"/> its method and path.</summary>
/// <param name="method">GET, POST, PUT or DELETE.</param>
/// <param name="path">Below the plugin's own path, without a slash in front: <c>calls/{id}</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HttpEndpointAttribute(string method, string path) : Attribute
{
    /// <summary>The method.</summary>
    public string Method { get; } = method;

    /// <summary>The path.</summary>
    public string Path { get; } = path;
}

/// <summary>A request.</summary>
public sealed record HttpQuery
{
    /// <summary>The account that was authenticated.</summary>
    public required string Account { get; init; }

    /// <summary>Placeholders of the path, by name.</summary>
    public required IReadOnlyDictionary<string, string> Path { get; init; }

    /// <summary>Parameters of the query, by name; of a repeated one the last.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Header fields by lower-case name, without those that carry credentials.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body, at most 1 MB.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>An answer.</summary>
/// <param name="Status">100 to 599.</param>
/// <param name="ContentType">Media type of the body, or null where there is none.</param>
/// <param name="Body">The body.</param>
public sealed record HttpReply(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>An answer without a body.</summary>
    public static HttpReply Of(int status) => new(status, null, default);

    /// <summary>Plain text in UTF-8, status 200.</summary>
    public static HttpReply Text(string text) => new(200, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>JSON text, status 200.</summary>
    public static HttpReply Json(string json) => new(200, "application/json", System.Text.Encoding.UTF8.GetBytes(json));
}
