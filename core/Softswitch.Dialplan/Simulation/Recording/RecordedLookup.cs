using System.Text.Json;
using Softswitch.Dialplan.Engine;

namespace Softswitch.Dialplan.Simulation;

/// <summary>What directory sources say in a call that is recorded.</summary>
internal sealed class RecordedLookup(RecordingCall call, IDirectoryLookup directories) : IDirectoryLookup
{
    // Who asks is the switch.
    private const string Kernel = "kernel";

    /// <inheritdoc/>
    public IReadOnlyList<string> SourcesOf(string account) => directories.SourcesOf(account);

    /// <inheritdoc/>
    public async ValueTask<DirectoryAnswer> AskAsync(string account, string source, string number, CancellationToken cancellation)
    {
        var answer = await directories.AskAsync(account, source, number, cancellation);
        call.Answered(Kernel, Question(source, number), JsonSerializer.Serialize(answer));
        return answer;
    }

    /// <summary>What a recording has of it; null where it was not asked then.</summary>
    public static DirectoryAnswer? Find(CallRecording recording, string source, string number)
    {
        var question = Question(source, number);
        var recorded = recording.Answers.FirstOrDefault(answer => answer.Plugin == Kernel && answer.Question == question);
        return recorded is null ? null : JsonSerializer.Deserialize<DirectoryAnswer>(recorded.Answer);
    }

    private static string Question(string source, string number) => $"{source} {number}";
}

/// <summary>What directory sources said when the call was recorded; what was not asked then, they are asked now.</summary>
internal sealed class ReplayedLookup(CallRecording recording, IDirectoryLookup directories) : IDirectoryLookup
{
    /// <inheritdoc/>
    public IReadOnlyList<string> SourcesOf(string account) => directories.SourcesOf(account);

    /// <inheritdoc/>
    public ValueTask<DirectoryAnswer> AskAsync(string account, string source, string number, CancellationToken cancellation) =>
        RecordedLookup.Find(recording, source, number) is { } answer ? ValueTask.FromResult(answer) : directories.AskAsync(account, source, number, cancellation);
}
