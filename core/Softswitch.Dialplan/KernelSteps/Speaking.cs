using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.KernelSteps;

/// <summary>Has a voice of a plugin speak what a step says.</summary>
internal static class Speaking
{
    private const string DefaultLanguage = "en";

    /// <summary>The prompt of a text. Nothing is played yet: the caller does not hear how long it takes.</summary>
    public static async ValueTask<Prompt> SpeakAsync(ICall call, string text, string? wanted, CancellationToken hangup)
    {
        var position = (IFlowPosition)call;
        var voice = position.Point(Reference.Voice) ?? throw new InvalidOperationException("The step says something and names no voice.");
        var language = wanted ?? call.Variables[FlowVariables.Language] ?? DefaultLanguage;
        var query = new SpeechQuery(call.Account, text, language);
        var prompt = await position.Speech.TakeAsync(
            new SpokenText(call.Account, voice.Origin, language, text), token => ((ISpeechSynthesis)voice.Create()).SpeakAsync(query, token), hangup);
        call.Explain($"said '{text}'");
        return prompt;
    }
}
