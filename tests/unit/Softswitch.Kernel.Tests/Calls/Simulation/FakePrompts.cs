using Softswitch.Kernel.Calls;
using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>Recordings of one second of silence each, under any name but <c>missing</c>.</summary>
internal sealed class FakePrompts : ICallPrompts
{
    public List<string> Loaded { get; } = [];

    public Task<EncodedAudio[]> Load(string account, Prompt prompt, AudioCodec codec)
    {
        if (prompt.Names.Contains("missing")) return Task.FromException<EncodedAudio[]>(new PromptNotFoundException("missing"));
        Loaded.Add(prompt.Language is { } language ? $"{prompt} in {language} in {codec}" : $"{prompt} in {codec}");
        return Task.FromResult(prompt.Names.Select(_ => EncodedAudio.Encode(codec, new short[codec.SampleRate])).ToArray());
    }
}
