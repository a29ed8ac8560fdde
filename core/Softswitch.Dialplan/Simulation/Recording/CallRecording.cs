using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>What came into a live call from outside: who called, what each operation came to and when, and how it ended. With it the same plan runs to the same trace again.</summary>
public sealed record CallRecording
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>Version of the format: 1.</summary>
    public int Recording { get; init; } = 1;

    /// <summary>The call.</summary>
    public Guid Call { get; init; }

    /// <summary>Its account.</summary>
    public required string Account { get; init; }

    /// <summary>Version of the account's plan that it ran on.</summary>
    public int Plan { get; init; }

    /// <summary>Version of the layers above that plan; 0 for none.</summary>
    public int Layers { get; init; }

    /// <summary>Who called.</summary>
    public required CallParty Caller { get; init; }

    /// <summary>What was dialled.</summary>
    public required string Dialled { get; init; }

    /// <summary>When the call came in.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Header fields that steps asked for, with their values.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Headers { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>What was done with the call, in order.</summary>
    public required ImmutableArray<RecordedOperation> Operations { get; init; }

    /// <summary>What plugins were told by their stores, their ledger and the presence of extensions, in order.</summary>
    public ImmutableArray<RecordedAnswer> Answers { get; init; } = [];

    /// <summary>Whether more happened than is kept.</summary>
    public bool IsCut { get; init; }

    /// <summary>When the caller or the network ended the call, since it came in; null where the plan did.</summary>
    public TimeSpan? EndedAfter { get; init; }

    /// <summary>The call's record.</summary>
    public required CallSummary Summary { get; init; }

    /// <summary>Where the randomness of its plugins began.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>As JSON, one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>From JSON.</summary>
    /// <exception cref="FormatException">It is no recording.</exception>
    public static CallRecording Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<CallRecording>(json, Format) is { Recording: 1 } recording ? recording : throw new FormatException("This is no recording of a call.");
        }
        catch (JsonException e)
        {
            throw new FormatException("This is no recording of a call: " + e.Message, e);
        }
    }
}

/// <summary>What a plugin asked one of its services for, and what it was told.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Question">What it asked: <c>store.get forward/100</c>.</param>
/// <param name="Answer">What it was told, as JSON.</param>
public sealed record RecordedAnswer(string Plugin, string Question, string Answer);

/// <summary>Something that was done with a call, and what came of it.</summary>
public sealed record RecordedOperation
{
    /// <summary>What: <c>play</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>With what: the prompt, the targets, the digits.</summary>
    public string Argument { get; init; } = "";

    /// <summary>When it was done, since the call came in.</summary>
    public TimeSpan Until { get; init; }

    /// <summary>When somebody answered, since the call came in, where it rang somebody and who did it wanted to know.</summary>
    public TimeSpan? Answered { get; init; }

    /// <summary>The call's state then.</summary>
    public CallState State { get; init; }

    /// <summary>The digits, where it collected any.</summary>
    public Collected? Collected { get; init; }

    /// <summary>What became of it, where it rang somebody.</summary>
    public BridgeResult? Bridged { get; init; }

    /// <summary>How it ended instead: <c>ended</c>, <c>cancelled</c>, or the name of a prompt that was not there; null where it was done.</summary>
    public string? Failed { get; init; }
}
