using System.Text.Json.Serialization;

namespace Softswitch.Kernel.Storage;

/// <summary>Records as JSON, the same in the journal and on their way into the database: names in snake case, enumerations by name.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CallRecord))]
internal sealed partial class CallRecordJson : JsonSerializerContext;
