using System.ComponentModel;

namespace Softswitch.Sdk.Hosting;

/// <summary>
/// What a plan says in a step's map, checked against the step's schema already. Generated code makes the options record of it; nobody else needs it. Values that the plan leaves out are not there.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class OptionValues
{
    /// <summary>Whether the plan says anything for this option.</summary>
    public abstract bool Has(string name);

    /// <summary>Text of a scalar, without quotes, variables filled in. Everything that is not text (numbers, durations, targets) is spelt as in the plan and parsed by <see cref="OptionParser"/>.</summary>
    public abstract string Text(string name);

    /// <summary>Texts of a list; a scalar stands for a list of one.</summary>
    public abstract IReadOnlyList<string> Texts(string name);

    /// <summary>A file beside the plan.</summary>
    /// <exception cref="FormatException">There is no such file, or it is too large.</exception>
    public virtual PlanFile File(string path) => throw new FormatException($"there is no file '{path}': the plan has no folder");

    /// <summary>A nested map.</summary>
    public abstract OptionValues Map(string name);

    /// <summary>A list of maps; a map stands for a list of one.</summary>
    public abstract IReadOnlyList<OptionValues> Maps(string name);

    /// <summary>Keys of a map whose keys are free, in the order of the file.</summary>
    public abstract IReadOnlyList<string> Keys { get; }
}
