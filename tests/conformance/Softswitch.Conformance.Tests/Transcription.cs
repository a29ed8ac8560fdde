using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Softswitch.Conformance.Tests;

/// <summary>
/// The messages of RFC 4475 and RFC 5118 as text, in the notation of RFC 4475 §2: <c>&lt;hex&gt;00FF&lt;/hex&gt;</c> for
/// bytes that do not show, <c>&lt;repeat count=3&gt;x&lt;/repeat&gt;</c> for long runs. Every line ends in CRLF.
/// </summary>
public static partial class Transcription
{
    /// <summary>Names of the messages of a set (<c>Rfc4475</c>), in alphabetical order.</summary>
    public static IReadOnlyList<string> Names(string set) =>
        [.. Directory.GetFiles(FolderOf(set), "*.txt").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>The bytes of a message.</summary>
    public static byte[] Read(string set, string name) => Decode(File.ReadAllText(Path.Combine(FolderOf(set), name + ".txt")));

    /// <summary>The bytes that a text in this notation stands for.</summary>
    public static byte[] Decode(string text)
    {
        var unrolled = Repeat().Replace(
            text.ReplaceLineEndings("\r\n"),
            match => string.Concat(Enumerable.Repeat(match.Groups["text"].Value, int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture))));
        var bytes = new List<byte>();
        var from = 0;
        foreach (Match hex in Hex().Matches(unrolled))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(unrolled[from..hex.Index]));
            bytes.AddRange(Convert.FromHexString(hex.Groups["bytes"].Value));
            from = hex.Index + hex.Length;
        }

        bytes.AddRange(Encoding.UTF8.GetBytes(unrolled[from..]));
        return [.. bytes];
    }

    /// <summary>A folder of the exact bytes that lies beside the project's own (<c>../shared/testdata</c>), or null.</summary>
    public static string? ExactBytes(string folder, [CallerFilePath] string source = "")
    {
        for (var at = Directory.GetParent(source); at is not null; at = at.Parent)
        {
            var beside = Path.Combine(at.FullName, "shared", "testdata", folder);
            if (Directory.Exists(beside)) return beside;
        }

        return null;
    }

    private static string FolderOf(string set) => Path.Combine(AppContext.BaseDirectory, set, "Messages");

    [GeneratedRegex("<repeat count=(?<count>[0-9]+)>(?<text>.*?)</repeat>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Repeat();

    [GeneratedRegex("<hex>(?<bytes>[0-9A-F]*)</hex>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hex();
}
