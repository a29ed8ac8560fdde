using System.Collections.Immutable;

namespace Softswitch.Sdk.Generators.Shapes;

/// <summary>A step as its class declares it.</summary>
/// <param name="Type">The class in code.</param>
/// <param name="Name">Its name, without the plugin's.</param>
/// <param name="Options">Its options.</param>
/// <param name="Construction">Code that makes one out of <c>services</c>.</param>
internal sealed record StepDeclaration(string Type, string Name, RecordShape Options, string Construction)
{
    public string? Summary { get; init; }

    public ImmutableArray<string> Outcomes { get; init; } = [];

    public string? OutcomePattern { get; init; }

    public ImmutableArray<string> EndsCall { get; init; } = [];

    public bool UsesMedia { get; init; }

    public double DeadlineSeconds { get; init; } = 10;
}
