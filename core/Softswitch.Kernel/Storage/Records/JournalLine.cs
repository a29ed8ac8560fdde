using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Softswitch.Kernel.Storage;

/// <summary>
/// One line of the journal: CRC-32C of the JSON as eight hexadecimal digits, a space, the JSON, a line feed. A line that
/// was torn by the end of the power does not match its sum.
/// </summary>
internal static class JournalLine
{
    /// <summary>Longest line, bytes. Whatever is longer is no record of ours.</summary>
    public const int LongestLine = 256 * 1024;

    private const int SumLength = 8;
    private const int HeadLength = SumLength + 1;

    /// <summary>Appends the line of <paramref name="record"/>.</summary>
    /// <param name="record">The record.</param>
    /// <param name="output">Where to.</param>
    /// <param name="json">A writer to be used again and again.</param>
    /// <param name="scratch">The buffer of <paramref name="json"/>.</param>
    public static void Write(CallRecord record, ArrayBufferWriter<byte> output, Utf8JsonWriter json, ArrayBufferWriter<byte> scratch)
    {
        Serialize(record, json, scratch);
        // The record is what matters: what would not fit beside it is left out, the inputs first.
        if (scratch.WrittenCount > LongestLine - HeadLength - 1 && record.Inputs is not null) Serialize(record = record with { Inputs = null }, json, scratch);
        if (scratch.WrittenCount > LongestLine - HeadLength - 1 && record.Trace is not null) Serialize(record with { Trace = null }, json, scratch);
        var bytes = MemoryMarshal.AsMemory(scratch.WrittenMemory).Span;
        ReplaceZeros(bytes);

        var line = output.GetSpan(HeadLength + bytes.Length + 1);
        _ = Utf8Formatter.TryFormat(Sum(bytes), line, out _, new StandardFormat('x', SumLength));
        line[SumLength] = (byte)' ';
        bytes.CopyTo(line[HeadLength..]);
        line[HeadLength + bytes.Length] = (byte)'\n';
        output.Advance(HeadLength + bytes.Length + 1);
    }

    /// <summary>The JSON of a line (without its line feed); false when the line is not whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> json)
    {
        json = line.Length > HeadLength ? line[HeadLength..] : default;
        return !json.IsEmpty
            && line[SumLength] == ' '
            && Utf8Parser.TryParse(line[..SumLength], out uint sum, out var read, 'x') && read == SumLength
            && sum == Sum(json);
    }

    private static void Serialize(CallRecord record, Utf8JsonWriter json, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        json.Reset(scratch);
        JsonSerializer.Serialize(json, record, CallRecordJson.Default.CallRecord);
    }

    // PostgreSQL's text holds no U+0000: the replacement character stands for it.
    private static void ReplaceZeros(Span<byte> json)
    {
        for (int at; (at = json.IndexOf(@"\u0000"u8)) >= 0; json = json[(at + 6)..]) @"\ufffd"u8.CopyTo(json[at..]);
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) sum = BitOperations.Crc32C(sum, word);
        foreach (var one in bytes[(words.Length * sizeof(ulong))..]) sum = BitOperations.Crc32C(sum, one);
        return ~sum;
    }
}
