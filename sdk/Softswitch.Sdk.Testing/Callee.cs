using Softswitch.Dialplan.Simulation;

namespace Softswitch.Sdk.Testing;

/// <summary>What somebody does who is rung.</summary>
public sealed class Callee
{
    private Callee(CalleeScript script) => Script = script;

    /// <summary>They are busy (486).</summary>
    public static Callee Busy { get; } = new(new CalleeScript { Behaviour = CalleeBehaviour.Busy });

    /// <summary>It rings and nobody comes.</summary>
    public static Callee NoAnswer { get; } = new(new CalleeScript { Behaviour = CalleeBehaviour.NoAnswer });

    /// <summary>No phone is registered (480).</summary>
    public static Callee Unregistered { get; } = new(new CalleeScript { Behaviour = CalleeBehaviour.Unregistered });

    internal CalleeScript Script { get; }

    /// <summary>They answer.</summary>
    /// <param name="after">How long it rings first; default 3 s.</param>
    /// <param name="talksFor">Length of the conversation, at the end of which they hang up; default until the caller does, or a minute.</param>
    public static Callee Answers(TimeSpan? after = null, TimeSpan? talksFor = null) => new(new CalleeScript { After = after, TalksFor = talksFor });

    /// <summary>They refuse.</summary>
    /// <param name="status">SIP status, 300 to 699. Default 603.</param>
    /// <param name="after">How long it rings first; default not at all.</param>
    public static Callee Rejects(int status = 603, TimeSpan? after = null) => new(new CalleeScript { Behaviour = CalleeBehaviour.Rejects, Status = status, After = after });
}
