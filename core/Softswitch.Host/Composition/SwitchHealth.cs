using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Softswitch.Host.Composition;

/// <summary>Whether each part works, for load balancers and people: all well is 200, anything else 503.</summary>
internal sealed class SwitchHealth(SwitchStorage storage, SignallingPlane signalling)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The parts, as JSON.</summary>
    public async Task<(bool IsWell, string Json)> CheckAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        (string Name, bool IsWell)[] parts =
        [
            ("database", await storage.IsDatabaseWellAsync(patience.Token)),
            ("journal", storage.IsJournalWell),
            ("signalling", signalling.IsWell),
            ("accepting", signalling.IsAccepting),
        ];
        var isWell = parts.All(part => part.IsWell);

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status"u8, isWell ? "ok" : "failing");
            json.WriteString("version"u8, ProductVersion.Current);
            json.WriteStartObject("parts"u8);
            foreach (var part in parts) json.WriteString(part.Name, part.IsWell ? "ok" : "failing");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return (isWell, Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n");
    }
}
