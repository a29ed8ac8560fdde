using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Softswitch.Integration.Tests.Processes;

namespace Softswitch.Integration.Tests.Peers;

/// <summary>The remote control of baresip's ctrl_tcp module: JSON objects as netstrings, commands one way, responses and events the other.</summary>
internal sealed class BaresipControl : IDisposable
{
    private readonly TcpClient _connection = new();
    private readonly List<JsonElement> _events = [];
    private readonly Dictionary<string, TaskCompletionSource<JsonElement>> _pending = [];
    private int _lastToken;

    /// <summary>What has happened so far: names of events (<c>CALL_ESTABLISHED</c>), in their order.</summary>
    public IReadOnlyList<(string Type, string Parameter)> Events
    {
        get
        {
            lock (_events) return [.. _events.Select(e => (Text(e, "type"), Text(e, "param")))];
        }
    }

    public async Task ConnectAsync(int port, ChildProcess baresip)
    {
        await Eventually.TrueAsync(() => TryConnect(port) || baresip.HasExited, () => "baresip's control port is closed:\n" + baresip.Output, TimeSpan.FromSeconds(10));
        if (baresip.HasExited) throw new InvalidOperationException("baresip ended:\n" + baresip.Output);
        _ = ReadAsync();
    }

    /// <summary>Runs a command of baresip's menu; fails when baresip says that it failed.</summary>
    public async Task CommandAsync(string command, string parameters = "")
    {
        var token = Interlocked.Increment(ref _lastToken).ToString(CultureInfo.InvariantCulture);
        var response = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_events) _pending[token] = response;
        var json = JsonSerializer.Serialize(new { command, @params = parameters, token });
        await _connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(json)}:{json},"));
        var answer = await response.Task.WaitAsync(TimeSpan.FromSeconds(10));
        if (!answer.GetProperty("ok").GetBoolean()) throw new InvalidOperationException($"baresip refused '{command} {parameters}': {Text(answer, "data")}");
    }

    public void Dispose() => _connection.Dispose();

    private static string Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;

    private bool TryConnect(int port)
    {
        try
        {
            _connection.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task ReadAsync()
    {
        var buffered = new List<byte>();
        var chunk = new byte[16_384];
        try
        {
            while (await _connection.GetStream().ReadAsync(chunk) is > 0 and var count)
            {
                buffered.AddRange(chunk.AsSpan(0, count));
                while (TakeNetstring(buffered) is { } json) Accept(json);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The connection goes with the program.
        }
    }

    private static string? TakeNetstring(List<byte> buffered)
    {
        var colon = buffered.IndexOf((byte)':');
        if (colon < 0) return null;
        var length = int.Parse(Encoding.ASCII.GetString([.. buffered.Take(colon)]).Trim(), CultureInfo.InvariantCulture);
        var whole = colon + 1 + length + 1;
        if (buffered.Count < whole) return null;
        var json = Encoding.UTF8.GetString([.. buffered.Skip(colon + 1).Take(length)]);
        buffered.RemoveRange(0, whole);
        return json;
    }

    private void Accept(string json)
    {
        JsonElement element;
        try
        {
            element = JsonDocument.Parse(json).RootElement.Clone();
        }
        catch (JsonException)
        {
            // baresip 1.0.0 does not escape what a peer wrote into its display name; no test needs that event.
            return;
        }

        lock (_events)
        {
            if (element.TryGetProperty("event", out _)) _events.Add(element);
            else if (_pending.Remove(Text(element, "token"), out var response)) response.SetResult(element);
        }
    }
}
