using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Softswitch.Host.Tests.Commands;

/// <summary>A phone of bare messages over UDP: enough to register, to call, and to see what comes.</summary>
internal sealed class RawPhone(IPEndPoint registrar, string extension, string domain = "acme.example") : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private int _number;

    /// <summary>Call-ID of the next call; a made up one where nothing is said.</summary>
    public string? CallId { get; init; }

    private IPEndPoint Here => (IPEndPoint)_socket.Client.LocalEndPoint!;

    public Task RegisterAsync() => SendAsync("REGISTER", $"sip:{domain}", extension, $"Contact: <sip:{extension}@{Here}>\nExpires: 600\n");

    public Task InviteAsync(string callee) =>
        SendAsync("INVITE", $"sip:{callee}@{domain}", callee, $"Contact: <sip:{extension}@{Here}>\n");

    /// <summary>Gives up the call that was begun last.</summary>
    public Task CancelAsync(string callee) => SendAsync("CANCEL", $"sip:{callee}@{domain}", callee, "", _number);

    /// <summary>Answers a request with a response that has no body.</summary>
    public async Task AnswerAsync(string request, string status)
    {
        var copied = request.Split("\r\n").Where(line => line.Split(':')[0] is "Via" or "From" or "To" or "Call-ID" or "CSeq")
            .Select(line => line.StartsWith("To:", StringComparison.Ordinal) ? line + ";tag=answer" : line);
        await SendAsync($"SIP/2.0 {status}\n{string.Join('\n', copied)}\nContact: <sip:{extension}@{Here}>\nContent-Length: 0\n\n");
    }

    /// <summary>The next message that begins like this; others are passed over.</summary>
    public async Task<string> ReceiveAsync(string beginning)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var message = Encoding.UTF8.GetString((await _socket.ReceiveAsync(patience.Token)).Buffer);
            if (message.StartsWith(beginning, StringComparison.Ordinal)) return message;
        }
    }

    public void Dispose() => _socket.Dispose();

    private Task SendAsync(string method, string uri, string to, string headers) => SendAsync(method, uri, to, headers, ++_number);

    private Task SendAsync(string method, string uri, string to, string headers, int number) => SendAsync(
        $"""
        {method} {uri} SIP/2.0
        Via: SIP/2.0/UDP {Here};branch=z9hG4bK{Here.Port}-{number}
        Max-Forwards: 70
        From: <sip:{extension}@{domain}>;tag={number}
        To: <sip:{to}@{domain}>
        Call-ID: {CallId ?? $"{Here.Port}-{number}"}
        CSeq: 1 {method}
        {headers}Content-Length: 0


        """);

    private async Task SendAsync(string message) => await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")), registrar);
}
