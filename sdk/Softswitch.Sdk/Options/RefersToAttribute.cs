namespace Softswitch.Sdk;

/// <summary>Says what the text of an option names, so that a name that does not exist is found when the plan is checked, and editors complete it.</summary>
/// <param name="reference">What it names.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class RefersToAttribute(Reference reference) : Attribute
{
    /// <summary>What it names.</summary>
    public Reference Reference { get; } = reference;
}

/// <summary>What the text of an option can name.</summary>
public enum Reference
{
    /// <summary>An extension of the account, by its number.</summary>
    Extension,

    /// <summary>A number of the account.</summary>
    Number,

    /// <summary>A flow of the plan.</summary>
    Flow,

    /// <summary>A time zone of the IANA database: <c>America/Costa_Rica</c>.</summary>
    TimeZone,

    /// <summary>A file beside the plan, by its path from the plan's folder, which it does not lead out of.</summary>
    File,

    /// <summary>A variable that the plan declares.</summary>
    Variable,

    /// <summary>An <see cref="ICallDistribution"/> of a plugin that the plan uses; the step gets it by <see cref="ICall.TryGet{TFeature}"/>.</summary>
    Distribution,

    /// <summary>An <see cref="ICarrierSelection"/> of a plugin that the plan uses; the step gets it by <see cref="ICall.TryGet{TFeature}"/>.</summary>
    Carriers,

    /// <summary>An <see cref="ICharging"/> of a plugin that the plan uses; the step gets it by <see cref="ICall.TryGet{TFeature}"/>.</summary>
    Charging,

    /// <summary>An <see cref="ISpeechSynthesis"/> of a plugin that the plan uses; the step gets it by <see cref="ICall.TryGet{TFeature}"/>.</summary>
    Voice,

    /// <summary>An <see cref="IDirectorySource"/> of a plugin that the plan uses; the step gets it by <see cref="ICall.TryGet{TFeature}"/>.</summary>
    Directory,
}
