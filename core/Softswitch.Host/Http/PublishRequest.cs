using System.Text.Json.Serialization;
using Softswitch.Dialplan.Checking;
using Softswitch.Sdk;

namespace Softswitch.Host.Http;

/// <summary>The files of an account, as they are sent.</summary>
/// <param name="Files">What is written of it, at least one.</param>
/// <param name="Beside">What lies beside it, or null for nothing.</param>
internal sealed record PublishRequest(IReadOnlyList<SourceFile> Files, IReadOnlyList<SentFile>? Beside = null)
{
    /// <summary>The same as plans have it.</summary>
    [JsonIgnore]
    public PlanContents Contents => new(Files, [.. (Beside ?? []).Select(file => new PlanFile(file.Path, file.Content))]);

    /// <summary>What is wrong with it as a message, or null.</summary>
    [JsonIgnore]
    public string? Wrong
    {
        get
        {
            if (Files.Any(file => file?.Path is not { Length: > 0 and <= PlanContents.LongestPath } || file.Text is null)) return $"Each file has a path of at most {PlanContents.LongestPath} characters and a text.";
            if (Beside is not { } beside) return null;
            if (beside.Count > PlanContents.MostBeside) return $"At most {PlanContents.MostBeside} files lie beside a plan.";
            if (beside.Any(file => file?.Path is null || file.Content is null || !PlanContents.IsInside(file.Path))) return "Each file beside the plan has a path within the account's folder and a content in Base64.";
            if (beside.DistinctBy(file => file.Path).Count() < beside.Count) return "A file beside the plan is there twice.";
            return beside.Any(file => file.Content.Length > PlanContents.LongestBeside) ? "A file beside the plan has at most 1 MB." : null;
        }
    }

    /// <summary>The files as they are sent.</summary>
    public static PublishRequest Of(PlanContents contents) => new(contents.Sources, [.. contents.Beside.Select(file => new SentFile(file.Path, file.Content.ToArray()))]);
}

/// <summary>A file beside a plan, as it is sent: its content is Base64 in JSON.</summary>
/// <param name="Path">Its path from the account's folder.</param>
/// <param name="Content">What stands in it.</param>
internal sealed record SentFile(string Path, byte[] Content);
