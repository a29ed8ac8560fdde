using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>What can be dialled in the end: a plan's own numbers and codes, and those of the layers above that it has neither turned off nor put its own in the place of.</summary>
internal sealed class EffectiveEntries
{
    private EffectiveEntries(IReadOnlyDictionary<string, (YamlText Key, StepDraft First)> numbers, IReadOnlyList<(YamlText Key, CodePattern Code, StepDraft First)> codes)
    {
        Numbers = numbers;
        Codes = codes;
    }

    public static EffectiveEntries None { get; } = new(new Dictionary<string, (YamlText, StepDraft)>(StringComparer.Ordinal), []);

    /// <summary>First steps of numbers.</summary>
    public IReadOnlyDictionary<string, (YamlText Key, StepDraft First)> Numbers { get; }

    /// <summary>First steps of codes.</summary>
    public IReadOnlyList<(YamlText Key, CodePattern Code, StepDraft First)> Codes { get; }

    /// <summary>All of them, for whoever walks from them.</summary>
    public IEnumerable<PlanEntry> Ways => Numbers.Values.Select(number => new PlanEntry($"number '{number.Key.Text}'", number.Key.Place, number.First, []))
        .Concat(Codes.Select(code => new PlanEntry($"code '{code.Key.Text}'", code.Key.Place, code.First, [.. code.Code.Placeholders])));

    /// <summary>These, with a plan's own over them.</summary>
    public EffectiveEntries With(EntriesReader own)
    {
        if (own.IsEmpty) return this;
        var numbers = new Dictionary<string, (YamlText, StepDraft)>(Numbers, StringComparer.Ordinal);
        foreach (var (key, first) in own.Numbers) numbers[key.Text] = (key, first);
        return new EffectiveEntries(numbers, [.. Codes.Where(code => !own.Hidden.Contains(code.Code.Text)), .. own.Codes]);
    }

    /// <summary>The step that dialled digits lead to, or null.</summary>
    public StepDraft? Find(string dialled)
    {
        if (Numbers.TryGetValue(dialled, out var number)) return number.First;
        return Codes.Where(code => code.Code.TryMatch(dialled, out _)).Select(code => code.First).FirstOrDefault();
    }
}
