namespace Softswitch.Plugins.Isolation;

/// <summary>How plugins are given a process of their own.</summary>
public sealed record PluginProcessOptions
{
    /// <summary>The program that runs <see cref="Child.PluginHostProcess"/>, and its arguments before the plugin's own. Default: this program with <c>plugin-host</c>.</summary>
    public IReadOnlyList<string> Command { get; init; } = OwnCommand();

    /// <summary>Most memory of one such process, 32 MB to 64 GB. The runtime's heap is bounded by it; a process that has a quarter more in all is killed. Default 256 MB.</summary>
    public long Memory { get; init; } = 256L << 20;

    /// <summary>How often the memory is looked at. Default 200 ms.</summary>
    public TimeSpan MemoryEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest start. Default 10 s.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a run whose token was cancelled may go on before the process is killed; shorter than the engine's own patience, so that the step has an outcome. Default 1.5 s.</summary>
    public TimeSpan CancelGrace { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>First wait before a process that keeps ending is started again; each further one is twice as long. Default 100 ms.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest such wait. Default 30 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A process that has lived so long was well: the waits begin anew. Default 1 min.</summary>
    public TimeSpan WellAfter { get; init; } = TimeSpan.FromMinutes(1);

    private static string[] OwnCommand()
    {
        const string Verb = "plugin-host";
        var program = Environment.ProcessPath ?? "softswitch";
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "softswitch.dll"), Verb] : [program, Verb];
    }
}
