using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>What the kernel's own steps can do to the flow they stand in, beyond <see cref="ICall"/>.</summary>
internal interface IFlowPosition
{
    /// <summary>Another flow follows the step, whatever the plan says of its outcome.</summary>
    /// <exception cref="InvalidOperationException">The plan has no such flow.</exception>
    void GoTo(string flow);

    /// <summary>Another flow follows the step, and when that is done the step that the plan maps to <c>done</c>.</summary>
    /// <exception cref="InvalidOperationException">The plan has no such flow, or too many flows have called each other.</exception>
    void Enter(string flow);

    /// <summary>What the step's options name of a kind that plugins offer; null where they name none.</summary>
    /// <exception cref="StepUnavailableException">The plugin is there no more.</exception>
    PointCode? Point(Reference kind);

    /// <summary>Keeps what is spoken.</summary>
    ISpeechShelf Speech { get; }

    /// <summary>Asks a directory source, by what plans call it, for whoever has a number.</summary>
    ValueTask<DirectoryAnswer> AskAsync(string source, string number, CancellationToken hangup);

    /// <summary>Whether a layer above has it that a target is not to be rung.</summary>
    bool Blocks(DialTarget target);

    /// <summary>Which of the call's steps it is, counted from 0: the same step may be come to more than once.</summary>
    int Entry { get; }

    /// <summary>Bridges, tells when somebody has answered, and gives what came of it even where the call has ended with the conversation.</summary>
    ValueTask<BridgeResult> TalkAsync(BridgeRequest request, Action answered, CancellationToken hangup);

    /// <summary>Notes what came of ringing somebody: its status is what the caller is told in the end, and the trace shows it.</summary>
    void Note(BridgeResult tried);
}
