using System.Net;

namespace Softswitch.Host.Commands;

/// <summary>The switch that runs on this machine, asked over its HTTP.</summary>
internal sealed class RunningSwitch(IPEndPoint? http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Why there was no answer.</summary>
    public string Silence => http is null ? "The switch's HTTP is off" : $"No switch answers at {Address()}";

    /// <summary>Asks; null where nobody answers.</summary>
    public Task<(int Status, string Body)?> GetAsync(string path, CancellationToken cancellation) => AskAsync(HttpMethod.Get, path, cancellation);

    /// <summary>Tells; null where nobody answers.</summary>
    public Task<(int Status, string Body)?> PostAsync(string path, CancellationToken cancellation) => AskAsync(HttpMethod.Post, path, cancellation);

    private async Task<(int Status, string Body)?> AskAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        if (http is null) return null;
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(Address()), Timeout = Patience };
            using var request = new HttpRequestMessage(method, path);
            using var answer = await client.SendAsync(request, cancellation);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>What listens at all addresses is asked at this machine's own.</summary>
    private string Address()
    {
        var address = http!.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : http.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : http.Address;
        return "http://" + new IPEndPoint(address, http.Port);
    }
}
