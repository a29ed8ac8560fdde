namespace Softswitch.Sdk;

/// <summary>
/// Says of extensions what the switch cannot know: that somebody is in a meeting, has left the house, is asleep. One runs for each account that uses the plugin, on one node at a time, and every node knows
/// what it says. Its constructor may ask for services as a step's may.
/// </summary>
public interface IPresenceSource
{
    /// <summary>
    /// Runs until <paramref name="stopping"/> is cancelled, and says what changes. One that returns or throws earlier is begun again as background tasks are. What it has said lasts for as long as it runs and
    /// 30 s after that, so that one which is begun again says it again before anybody notices.
    /// </summary>
    ValueTask WatchAsync(IPresenceReport report, CancellationToken stopping);
}

/// <summary>Takes what a presence source says. Safe from any thread; nothing in it waits.</summary>
public interface IPresenceReport
{
    /// <summary>Says what an extension is doing, in the place of what was said before.</summary>
    /// <param name="extension">Its number, 1 to 15 digits, whether the account has it or not: 5000 of them at a time.</param>
    /// <param name="state"><see cref="ExtensionState.Busy"/>, <see cref="ExtensionState.Away"/> or <see cref="ExtensionState.DoNotDisturb"/>.</param>
    /// <param name="note">What people read, up to 200 characters, or null.</param>
    /// <param name="until">When it ends by itself, or null for not before it is cleared.</param>
    /// <exception cref="ArgumentException">One of them is not as it has to be.</exception>
    /// <exception cref="InvalidOperationException">There are 5000 extensions already.</exception>
    void Set(string extension, ExtensionState state, string? note = null, DateTimeOffset? until = null);

    /// <summary>Says nothing of an extension any longer.</summary>
    void Clear(string extension);
}

/// <summary>What a presence source says of an extension.</summary>
public sealed record ReportedState
{
    private const int LongestNote = 200;

    /// <summary>Something that a source says.</summary>
    /// <param name="state"><see cref="ExtensionState.Busy"/>, <see cref="ExtensionState.Away"/> or <see cref="ExtensionState.DoNotDisturb"/>.</param>
    /// <param name="note">What people read, up to 200 characters, or null.</param>
    /// <param name="until">When it ends by itself, or null.</param>
    /// <exception cref="ArgumentException">The state is none that a source knows better than the switch, or the note is too long or has control characters.</exception>
    public ReportedState(ExtensionState state, string? note = null, DateTimeOffset? until = null)
    {
        if (state is not (ExtensionState.Busy or ExtensionState.Away or ExtensionState.DoNotDisturb))
            throw new ArgumentException($"{state} is for the switch to say; expected Busy, Away or DoNotDisturb, and Clear where there is nothing to say.", nameof(state));
        if (note is not null && (note.Length > LongestNote || note.Any(char.IsControl))) throw new ArgumentException($"Expected up to {LongestNote} characters, none of them a control character.", nameof(note));
        State = state;
        Note = note;
        Until = until;
    }

    /// <summary>What the extension is doing.</summary>
    public ExtensionState State { get; }

    /// <summary>What people read, or null.</summary>
    public string? Note { get; }

    /// <summary>When it ends by itself, or null.</summary>
    public DateTimeOffset? Until { get; }
}
