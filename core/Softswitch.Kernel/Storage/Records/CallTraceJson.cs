using System.Text.Json;
using System.Text.Json.Serialization;
using Softswitch.Dialplan.Traces;

namespace Softswitch.Kernel.Storage;

/// <summary>A trace within a record, as <c>softswitch explain</c> reads it. It is only written: nobody needs it as an object again.</summary>
internal sealed class CallTraceJson : JsonConverter<CallTrace>
{
    /// <inheritdoc/>
    public override CallTrace? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return null;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CallTrace value, JsonSerializerOptions options) => TraceJson.Write(value, writer);
}
