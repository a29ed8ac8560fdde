using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>
/// A call as the engine drives it: with phones behind it or, in a simulation, with a script. Operations may be called from any thread, one at a time, and complete on the
/// call's own <see cref="Queue"/>; each throws <see cref="CallEndedException"/> once the call is over, and <see cref="OperationCanceledException"/> after its token was
/// cancelled and what it had begun was stopped. Arguments have been checked.
/// </summary>
public interface ICallControl
{
    /// <summary>Identifier of the call.</summary>
    Guid Id { get; }

    /// <summary>The account.</summary>
    string Account { get; }

    /// <summary>Who calls.</summary>
    CallParty Caller { get; }

    /// <summary>What was dialled.</summary>
    string Dialled { get; }

    /// <summary>When the call came in.</summary>
    DateTimeOffset StartedAt { get; }

    /// <summary>Header fields of the INVITE.</summary>
    ICallHeaders Headers { get; }

    /// <summary>The clock of the call.</summary>
    TimeProvider Clock { get; }

    /// <summary>Where the call's work is done, one piece after the other.</summary>
    ICallQueue Queue { get; }

    /// <summary>Whether it has been answered, and whether it is over. To be read on the queue or between operations.</summary>
    CallState State { get; }

    /// <summary>Gives the services that a plugin has in this call, by its id and those that it has else; null where they are the same.</summary>
    Func<string, IServiceProvider, IServiceProvider>? Listen => null;

    /// <summary>Who is asked in this call for people by their numbers, in the place of whom the switch would ask.</summary>
    IDirectoryLookup Asking(IDirectoryLookup directories) => directories;

    /// <summary>Ringing (180).</summary>
    ValueTask RingAsync(CancellationToken cancellation);

    /// <summary>Answers (200) and waits for the ACK.</summary>
    ValueTask AnswerAsync(CancellationToken cancellation);

    /// <summary>Redirects (302).</summary>
    ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets);

    /// <summary>Ends the call: a refusal with the cause's status before the answer, a BYE after it. Nothing happens where it is over.</summary>
    ValueTask HangupAsync(HangupCause cause);

    /// <summary>Plays to the end.</summary>
    /// <exception cref="PromptNotFoundException">There is no such prompt.</exception>
    ValueTask PlayAsync(Prompt prompt, CancellationToken cancellation);

    /// <summary>Collects digits, after or during a prompt where there is one. The call is answered.</summary>
    /// <exception cref="PromptNotFoundException">There is no such prompt.</exception>
    ValueTask<Collected> CollectAsync(Prompt? prompt, CollectOptions options, CancellationToken cancellation);

    /// <summary>Sends digits.</summary>
    ValueTask SendDigitsAsync(string digits, CancellationToken cancellation);

    /// <summary>
    /// Rings others; the conversation with who answers is part of it. Where the call ends meanwhile it may return what it had come to, with <see cref="State"/> saying that it is
    /// over, instead of throwing: most calls end so, and an exception for each would be felt.
    /// </summary>
    /// <param name="request">Whom, and how.</param>
    /// <param name="answered">Called on the call's queue when somebody has answered, and quick; null where nobody wants to know.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, Action? answered, CancellationToken cancellation);

    /// <summary>A feature of this switch, or null (<see cref="ICall.TryGet{TFeature}"/>).</summary>
    TFeature? Feature<TFeature>()
        where TFeature : class;
}

/// <summary>Work of one call, done one piece after the other: the call's worker, or the one queue of a simulation.</summary>
public interface ICallQueue
{
    /// <summary>Whether the calling thread is the queue's.</summary>
    bool IsCurrent { get; }

    /// <summary>Has work done there, after what waits already.</summary>
    void Post(Action<object?> work, object? state);

    /// <summary>Has code that may not come back run on the queue's thread, between two pieces of its own work.</summary>
    /// <returns>Whether it will run; false where the queue has no thread to lend.</returns>
    bool TryLend(ILentCode code) => false;
}
