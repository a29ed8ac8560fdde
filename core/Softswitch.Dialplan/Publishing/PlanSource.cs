using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Softswitch.Dialplan.Checking;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Publishing;

/// <summary>The files of one account, packed: what is kept of each version. Immutable.</summary>
public sealed class PlanSource
{
    private readonly byte[] _packed;

    private PlanSource(byte[] packed, byte[] hash)
    {
        _packed = packed;
        Hash = hash;
    }

    /// <summary>SHA-256 of the files, their names among it.</summary>
    public ReadOnlyMemory<byte> Hash { get; }

    /// <summary>The same in hexadecimal.</summary>
    public string HashText => Convert.ToHexStringLower(Hash.Span);

    /// <summary>The bytes to keep.</summary>
    public ReadOnlyMemory<byte> Packed => _packed;

    /// <summary>Packs files.</summary>
    /// <param name="files">What is written of the account.</param>
    /// <param name="beside">What lies beside it for its steps.</param>
    public static PlanSource Of(IEnumerable<SourceFile> files, IEnumerable<PlanFile>? beside = null)
    {
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
        {
            foreach (var file in files)
            {
                writer.Write(file.Path);
                writer.Write(file.Text);
            }

            // An empty path stands before what is no text.
            foreach (var file in beside ?? [])
            {
                writer.Write("");
                writer.Write(file.Path);
                writer.Write(file.Content.Length);
                writer.Write(file.Content.Span);
            }
        }

        var bytes = plain.GetBuffer().AsSpan(0, (int)plain.Length);
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(bytes);
        return new PlanSource(packed.ToArray(), SHA256.HashData(bytes));
    }

    /// <summary>Takes bytes that were kept.</summary>
    public static PlanSource FromPacked(byte[] packed, byte[] hash) => new(packed, hash);

    /// <summary>The files.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public PlanContents Unpack()
    {
        try
        {
            using var plain = new MemoryStream();
            using (var deflate = new DeflateStream(new MemoryStream(_packed), CompressionMode.Decompress)) deflate.CopyTo(plain);
            if (!SHA256.HashData(plain.GetBuffer().AsSpan(0, (int)plain.Length)).AsSpan().SequenceEqual(Hash.Span)) throw new InvalidDataException("The files of a published plan are damaged.");
            plain.Position = 0;
            using var reader = new BinaryReader(plain, Encoding.UTF8);
            var files = new List<SourceFile>();
            var beside = new List<PlanFile>();
            while (plain.Position < plain.Length)
            {
                var path = reader.ReadString();
                if (path.Length > PlanContents.LongestPath) throw new InvalidDataException("a path is too long");
                if (path.Length == 0) beside.Add(new PlanFile(reader.ReadString(), reader.ReadBytes(reader.ReadInt32())));
                else files.Add(new SourceFile(path, reader.ReadString()));
            }

            return new PlanContents(files, beside);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or DecoderFallbackException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("The files of a published plan are damaged.", exception);
        }
    }
}
