namespace Softswitch.Sdk;

/// <summary>
/// A call, seen from the step it is in: whoever called, and what can be done for them. Operations happen in the order of the
/// program, one at a time, and return when they have really happened on the wire.
/// </summary>
/// <remarks>
/// <para>Every operation throws <see cref="CallEndedException"/> once the caller has hung up or the call was ended; a step that passes
/// its token on and catches nothing is ended by it cleanly. Every operation throws <see cref="InvalidOperationException"/> when
/// another one of the same call is still under way.</para>
/// <para>Where the switch runs a simulation the same operations are played with a scripted caller and a clock that is moved by hand.</para>
/// </remarks>
public interface ICall
{
    /// <summary>Identifier of the call: that of its record, its trace and its log lines.</summary>
    Guid Id { get; }

    /// <summary>Name of the account whose plan is run.</summary>
    string Account { get; }

    /// <summary>Who calls.</summary>
    CallParty Caller { get; }

    /// <summary>What was dialled, as it was dialled: digits, <c>+</c> and digits, or the user part of an address.</summary>
    string Dialled { get; }

    /// <summary>Whether the call has been answered, and whether it is over.</summary>
    CallState State { get; }

    /// <summary>When the call came in.</summary>
    DateTimeOffset StartedAt { get; }

    /// <summary>The clock: the only one a step may look at, for in a simulation it stands where the test has put it.</summary>
    TimeProvider Clock { get; }

    /// <summary>The place in the plan that the step is run for.</summary>
    StepInfo Step { get; }

    /// <summary>The plan's variables: what <c>{name}</c> stands for in options.</summary>
    ICallVariables Variables { get; }

    /// <summary>Header fields of the INVITE that began the call.</summary>
    ICallHeaders Headers { get; }

    /// <summary>Lets the caller hear ringing (180). Nothing happens where the call is answered or rings already.</summary>
    ValueTask RingAsync(CancellationToken hangup);

    /// <summary>
    /// Answers the call (200) and returns when the caller's phone has confirmed it. Nothing happens where it is answered already.
    /// What the caller is played before it is answered is early media (183), which costs them nothing and which not every network passes on.
    /// </summary>
    ValueTask AnswerAsync(CancellationToken hangup);

    /// <summary>Refuses the call with a SIP status; an answered one is hung up. The call is over.</summary>
    /// <param name="status">400 to 699.</param>
    /// <param name="hangup">The step's token.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is none of a refusal.</exception>
    ValueTask RejectAsync(int status, CancellationToken hangup);

    /// <summary>Has the caller's phone or network call somebody else instead (302); an answered call is refused that. The call is over.</summary>
    /// <param name="targets">One to ten, the preferred one first; extensions become addresses of the account.</param>
    /// <param name="hangup">The step's token.</param>
    /// <exception cref="ArgumentException">There is no target, or there are more than ten.</exception>
    /// <exception cref="InvalidOperationException">The call is answered already.</exception>
    ValueTask RedirectAsync(IReadOnlyList<DialTarget> targets, CancellationToken hangup);

    /// <summary>Ends the call. What the caller's phone is told depends on its state: a refusal before the answer, a BYE after it.</summary>
    ValueTask HangupAsync(HangupCause cause, CancellationToken hangup);

    /// <summary>Plays a prompt to its end. Before the answer it is played as early media.</summary>
    /// <exception cref="PromptNotFoundException">There is no such prompt in the account or the system.</exception>
    ValueTask PlayAsync(Prompt prompt, CancellationToken hangup);

    /// <summary>Waits for digits. Answers the call if nobody has. Digits pressed before are taken in first.</summary>
    ValueTask<Collected> CollectAsync(CollectOptions options, CancellationToken hangup);

    /// <summary>Plays a prompt and waits for digits; the first digit silences the prompt. Answers the call if nobody has.</summary>
    /// <exception cref="PromptNotFoundException">There is no such prompt in the account or the system.</exception>
    ValueTask<Collected> PlayAndCollectAsync(Prompt prompt, CollectOptions options, CancellationToken hangup);

    /// <summary>Sends digits to the caller.</summary>
    /// <param name="digits">1 to 64 of <c>0-9 * # A-D</c>.</param>
    /// <param name="hangup">The step's token.</param>
    /// <exception cref="ArgumentException">There is something else among the digits.</exception>
    ValueTask SendDigitsAsync(string digits, CancellationToken hangup);

    /// <summary>
    /// Rings others and connects the caller with the first who answers. Returns when the conversation is over and the caller is
    /// still there, or when nobody could be reached; what is reached is the caller's conversation until then.
    /// </summary>
    ValueTask<BridgeResult> BridgeAsync(BridgeRequest request, CancellationToken hangup);

    /// <summary>Puts a sentence into the call's decision trace: why the step decided as it did. 500 characters at most, the rest is cut.</summary>
    void Explain(string reason);

    /// <summary>Has <paramref name="work"/> run beside the step. It is cancelled when the step returns, and awaited before the next one begins.</summary>
    void RunAlongside(Func<CancellationToken, ValueTask> work);

    /// <summary>
    /// Has <paramref name="work"/> run once the call is over: a record is kept, a mail is sent. It has 30 seconds, after which its token
    /// is cancelled; it may be registered by each step, and runs in the order of registration.
    /// </summary>
    void OnEnded(Func<CallSummary, CancellationToken, ValueTask> work);

    /// <summary>
    /// A feature that this switch may have and others not: <c>if (call.TryGet&lt;IWhisper&gt;(out var whisper))</c>. It is also the way to what an option of the step names by
    /// <see cref="RefersToAttribute"/> that another plugin offers: <c>call.TryGet&lt;ICallDistribution&gt;(out var strategy)</c>.
    /// </summary>
    bool TryGet<TFeature>([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TFeature? feature)
        where TFeature : class;
}
