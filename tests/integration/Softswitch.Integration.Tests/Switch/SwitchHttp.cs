using System.Net.Http.Headers;
using System.Text;

namespace Softswitch.Integration.Tests.Switch;

/// <summary>What tests ask a switch over HTTP.</summary>
internal static class SwitchHttp
{
    /// <summary>Puts something to a plugin's endpoint as an account; gives the status.</summary>
    public static async Task<int> PutAsync(this HttpClient http, int port, string path, string body, string account, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"http://127.0.0.1:{port}{path}")) { Content = new StringContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{key}")));
        using var response = await http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
