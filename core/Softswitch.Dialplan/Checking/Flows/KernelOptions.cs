using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Checking;

/// <summary>What the options of the kernel's own steps have to be beside each other, which no schema says.</summary>
internal static class KernelOptions
{
    /// <summary>Holds a step in whose options nothing else is wrong to it.</summary>
    public static void Check(StepDraft step, YamlText name, FileFindings findings)
    {
        if (step.Type is not { IsKernel: true, Name: "play" or "collect" }) return;
        if (step.Type.Name == "play" && !step.Options.Has("prompt") && !step.Options.Has("say")) findings.Add(name, FindingCodes.MissingKey, "keys 'prompt' and 'say' are missing; expected one of them");
        if (step.Options.Has("say") && !step.Options.Has("voice")) findings.Add(name, FindingCodes.MissingKey, "key 'voice' is missing; expected the name of a voice of a plugin, which speaks what 'say' has");
    }
}
