namespace Softswitch.Plugins;

/// <summary>
/// What went wrong in a plugin's code, as text. An exception object keeps the code that threw it in memory, even one of the framework's classes (its trace holds the methods); so none of them crosses.
/// </summary>
/// <param name="Type">Name of the exception's class.</param>
/// <param name="Message">Its message, at most 1000 characters.</param>
/// <param name="Frames">The first frames of its trace.</param>
public sealed record PluginError(string Type, string Message, string Frames)
{
    private const int LongestMessage = 1000;
    private const int MostFrames = 8;
    private const int LongestFrames = 2000;

    /// <summary>The text of an exception.</summary>
    public static PluginError Of(Exception exception) => new(exception.GetType().FullName ?? exception.GetType().Name, Cut(MessageOf(exception), LongestMessage), Cut(FramesOf(exception), LongestFrames));

    /// <inheritdoc/>
    public override string ToString() => $"{Type}: {Message}{(Frames.Length == 0 ? "" : "\n" + Frames)}";

    // Both are virtual, that is the plugin's own code.
    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.InnerException is { } inner ? $"{exception.Message} ({inner.GetType().Name}: {inner.Message})" : exception.Message;
        }
        catch (Exception)
        {
            return "its message cannot be read";
        }
    }

    private static string FramesOf(Exception exception)
    {
        try
        {
            return string.Join('\n', (exception.StackTrace ?? "").Split('\n').Take(MostFrames).Select(frame => frame.TrimEnd()));
        }
        catch (Exception)
        {
            return "";
        }
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest] + "…";
}
