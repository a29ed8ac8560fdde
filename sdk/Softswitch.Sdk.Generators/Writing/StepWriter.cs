using Softswitch.Sdk.Generators.Naming;
using Softswitch.Sdk.Generators.Shapes;

namespace Softswitch.Sdk.Generators.Writing;

/// <summary>Writes a step's entry in the manifest and in the module, and the class that makes its options.</summary>
internal static class StepWriter
{
    private const double DefaultDeadline = 10;

    /// <summary>All of them.</summary>
    public static PluginPart Write(StepDeclaration step)
    {
        // One name for each type, whatever underscores its own has.
        var binder = step.Type.Replace("global::", "").Replace("@", "").Replace("_", "__").Replace('.', '_') + "_Binder";
        var registration =
            $"new global::Softswitch.Sdk.Hosting.StepRegistration<{step.Options.Type}>({PartWriter.Literal(step.Name)}, static values => {binder}.Bind(values), static services => {step.Construction})";
        return new PluginPart(PartKind.Step, step.Type, step.Name, Entry(step), registration, new BinderSource(binder, BinderWriter.Write(binder, step.Options)));
    }

    private static string Entry(StepDeclaration step) => new JsonText().Object(json =>
    {
        json.Text("name", step.Name).Text("summary", step.Summary);
        if (!step.Outcomes.IsEmpty) json.Key("outcomes").Array(step.Outcomes);
        json.Text("outcomePattern", step.OutcomePattern);
        if (!step.EndsCall.IsEmpty) json.Key("endsCall").Array(step.EndsCall);
        json.Raw("usesMedia", step.UsesMedia ? "true" : null);
        if (!step.DeadlineSeconds.Equals(DefaultDeadline)) json.Text("deadline", Spelling.Duration(TimeSpan.FromMilliseconds(Math.Round(step.DeadlineSeconds * 1000))));
        json.Raw("options", SchemaWriter.Write(step.Options));
    }).ToString();
}
