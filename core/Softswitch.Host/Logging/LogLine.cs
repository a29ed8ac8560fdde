using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Softswitch.Host.Logging;

/// <summary>Makes one line of an event, whatever the texts in it hold.</summary>
internal static class LogLine
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line of an event, without its line feed.</summary>
    /// <param name="format">How it looks.</param>
    /// <param name="entry">The event.</param>
    /// <param name="withTrace">Whether an exception's trace is shown; otherwise its message stands for it.</param>
    public static byte[] Format(LogFormat format, in LogEntry entry, bool withTrace) =>
        format == LogFormat.Json ? Json(entry, withTrace) : Encoding.UTF8.GetBytes(Text(entry, withTrace));

    private static string Text(in LogEntry entry, bool withTrace)
    {
        var line = new StringBuilder(160);
        line.Append(entry.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        line.Append(' ').Append(NameOf(entry.Level).PadRight(5)).Append(' ').Append(entry.Category).Append(": ");
        AppendOneLine(line, entry.Message);
        if (entry.Exception is { } exception) AppendOneLine(line.Append(" ["), withTrace ? exception.ToString() : exception.Message).Append(']');
        return line.ToString();
    }

    private static byte[] Json(in LogEntry entry, bool withTrace)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, entry.Time.UtcDateTime);
            json.WriteString("level"u8, NameOf(entry.Level));
            json.WriteString("category"u8, entry.Category);
            json.WriteString("message"u8, entry.Message);
            foreach (var (name, value) in entry.Values)
            {
                if (name != "{OriginalFormat}") WriteValue(json, JsonNamingPolicy.SnakeCaseLower.ConvertName(name), value);
            }

            if (entry.Exception is { } exception) json.WriteString("exception"u8, withTrace ? exception.ToString() : exception.Message);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: json.WriteNull(name); break;
            case int or long or short or byte or uint or ushort: json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            default: json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static StringBuilder AppendOneLine(StringBuilder line, string text)
    {
        foreach (var letter in text)
        {
            if (letter == '\n') line.Append(" | ");
            else if (!char.IsControl(letter)) line.Append(letter);
            else if (letter != '\r') line.Append(' ');
        }

        return line;
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}

/// <summary>One event on its way to the log.</summary>
internal readonly record struct LogEntry(
    DateTimeOffset Time, LogLevel Level, string Category, string Message, Exception? Exception, IReadOnlyList<KeyValuePair<string, object?>> Values);
