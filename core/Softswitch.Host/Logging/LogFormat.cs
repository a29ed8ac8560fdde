namespace Softswitch.Host.Logging;

/// <summary>How a line of the log looks.</summary>
internal enum LogFormat
{
    /// <summary>For people: time, level, category, message.</summary>
    Text,

    /// <summary>For machines: one JSON object a line, the message's values as fields of their own.</summary>
    Json,
}
