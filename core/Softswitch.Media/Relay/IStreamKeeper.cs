namespace Softswitch.Media;

/// <summary>Who needs a stream to stay on a worker, and connected with no other one.</summary>
internal interface IStreamKeeper
{
    /// <summary>The worker.</summary>
    MediaWorker Home { get; }

    /// <summary>The stream is there.</summary>
    void OnKept();

    /// <summary>It leaves, or could not come. Not always on the worker.</summary>
    void OnGone();
}

/// <summary>A stream's end as its keeper has it: everything on the worker.</summary>
internal interface IStreamEnd
{
    /// <summary>How the switch speaks to it; null for not at all.</summary>
    VoiceFormat? Format { get; }

    /// <summary>Whether something is being said to it.</summary>
    bool IsSpeaking { get; }

    /// <summary>Says something to it.</summary>
    void Say(Utterance utterance);

    /// <summary>Says no more of it.</summary>
    void Cease(Utterance utterance);

    /// <summary>Hears what it says.</summary>
    void Hear(ISoundListener listener);

    /// <summary>Hears it no more.</summary>
    void StopHearing(ISoundListener listener);

    /// <summary>It may go; no effect where it has another keeper.</summary>
    void Free(IStreamKeeper keeper);
}
