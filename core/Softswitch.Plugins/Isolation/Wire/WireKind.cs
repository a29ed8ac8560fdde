namespace Softswitch.Plugins.Isolation.Wire;

/// <summary>What a frame says. The numbers are of one version of the switch, which starts both ends.</summary>
internal enum WireKind : byte
{
    /// <summary>From the plugin: it is loaded.</summary>
    Ready = 1,

    /// <summary>From the plugin: it could not be loaded. Code, text.</summary>
    Refused,

    /// <summary>To the plugin: run a step. Call, place, step, options.</summary>
    RunStep,

    /// <summary>To the plugin: run what a step has registered for the end of the call. Number, summary.</summary>
    RunEnded,

    /// <summary>To the plugin: handle an event. Account, handler, event.</summary>
    Handle,

    /// <summary>To the plugin: answer an HTTP request. Account, endpoint, query.</summary>
    Answer,

    /// <summary>To the plugin: run a background task. Account, task.</summary>
    RunTask,

    /// <summary>To the plugin: try the options of a place. Step, options.</summary>
    Bind,

    /// <summary>To the plugin: look for somebody in a directory. Account, what plans call the source, plugin, number.</summary>
    Find,

    /// <summary>To the plugin: run a presence source. Account, source.</summary>
    Watch,

    /// <summary>To the plugin: cancel a run.</summary>
    Cancel,

    /// <summary>From the plugin: a run has ended well. What came of it.</summary>
    Finished,

    /// <summary>From the plugin: a run has thrown. Error.</summary>
    Failed,

    /// <summary>From the plugin: do something with the call, or with a service. Number, operation, arguments.</summary>
    Request,

    /// <summary>From the plugin: never mind that request. Number.</summary>
    CancelRequest,

    /// <summary>To the plugin: what came of a request. Number, whether it went well, result or error.</summary>
    Reply,

    /// <summary>From the plugin: a sentence for the call's trace.</summary>
    Explain,

    /// <summary>From the plugin: a line for the log. Level, text.</summary>
    Log,
}

/// <summary>What a plugin may ask for.</summary>
internal enum WireOperation : byte
{
    Ring = 1,
    Answer,
    Reject,
    Redirect,
    Hangup,
    Play,
    Collect,
    PlayAndCollect,
    SendDigits,
    Bridge,
    State,
    GetVariable,
    SetVariable,
    Header,
    OnEnded,
    StoreGet,
    StoreSet,
    StoreTrySet,
    StoreRemove,
    StoreKeys,
    Balance,
    Reserve,
    Extend,
    Settle,
    Directory,
    Presence,
    Render,
    FindInDirectory,
    IsOnline,
    Reported,
    Report,
    ClearReport,
}

/// <summary>Bounds of the conversation.</summary>
internal static class WireLimits
{
    /// <summary>Most bytes of a frame: a store's page of keys or a filled template with room to spare.</summary>
    public const int Frame = 4 << 20;

    /// <summary>Most items of a list.</summary>
    public const int Items = 100_000;

    /// <summary>Deepest nesting of options and template values.</summary>
    public const int Depth = 16;

    /// <summary>Most messages of a run that wait to be taken up; who sends more floods.</summary>
    public const int Waiting = 1000;
}
