using System.Text.Json;
using System.Text.Json.Serialization;
using Softswitch.Dialplan.Simulation;

namespace Softswitch.Kernel.Storage;

/// <summary>What came into a call within its record, as <c>softswitch replay</c> reads it. It is only written.</summary>
internal sealed class CallInputsJson : JsonConverter<CallRecording>
{
    /// <inheritdoc/>
    public override CallRecording? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return null;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CallRecording value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToJson());
}
