using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation.Wire;

/// <summary>Exceptions of the switch on their way to the plugin: those that the SDK names arrive as themselves, the rest as text.</summary>
internal static class WireErrors
{
    private enum ErrorKind : byte
    {
        Other = 1,
        Ended,
        Cancelled,
        PromptNotFound,
        Argument,
        OutOfRange,
        InvalidOperation,
        StoreUnavailable,
        StoreQuota,
        Format,
        PermissionDenied,
    }

    public static WireWriter Error(this WireWriter to, Exception exception) => exception switch
    {
        CallEndedException ended => to.Byte((byte)ErrorKind.Ended).Text("").Cause(ended.Cause),
        OperationCanceledException => Plain(to, ErrorKind.Cancelled, exception),
        PromptNotFoundException prompt => to.Byte((byte)ErrorKind.PromptNotFound).Text(prompt.Name),
        ArgumentOutOfRangeException => Plain(to, ErrorKind.OutOfRange, exception),
        ArgumentException => Plain(to, ErrorKind.Argument, exception),
        InvalidOperationException => Plain(to, ErrorKind.InvalidOperation, exception),
        StoreUnavailableException => Plain(to, ErrorKind.StoreUnavailable, exception),
        StoreQuotaException => Plain(to, ErrorKind.StoreQuota, exception),
        FormatException => Plain(to, ErrorKind.Format, exception),
        PermissionDeniedException denied => Plain(to, ErrorKind.PermissionDenied, exception).Text(denied.Permission),
        _ => Plain(to, ErrorKind.Other, exception),
    };

    public static Exception Error(this WireReader from)
    {
        var kind = from.Word<ErrorKind>();
        var text = from.Text();
        return kind switch
        {
            ErrorKind.Ended => new CallEndedException(from.Cause()),
            ErrorKind.Cancelled => new OperationCanceledException(text),
            ErrorKind.PromptNotFound => new PromptNotFoundException(text),
            ErrorKind.OutOfRange => new ArgumentOutOfRangeException(null, text),
            ErrorKind.Argument => new ArgumentException(text),
            ErrorKind.StoreUnavailable => new StoreUnavailableException(text),
            ErrorKind.StoreQuota => new StoreQuotaException(text),
            ErrorKind.Format => new FormatException(text),
            ErrorKind.PermissionDenied => new PermissionDeniedException(from.Text(), text),
            _ => new InvalidOperationException(text),
        };
    }

    private static WireWriter Plain(WireWriter to, ErrorKind kind, Exception exception) => to.Byte((byte)kind).Text(PluginError.Of(exception).Message);
}
