using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Softswitch.Dialplan.Checking;

namespace Softswitch.Dialplan.Publishing;

/// <summary>The files of one account, packed: what is kept of each version. Immutable.</summary>
public sealed class PlanSource
{
    private const int LongestPath = 1024;

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
    public static PlanSource Of(IEnumerable<SourceFile> files)
    {
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
        {
            foreach (var file in files)
            {
                writer.Write(file.Path);
                writer.Write(file.Text);
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
    public IReadOnlyList<SourceFile> Unpack()
    {
        try
        {
            using var plain = new MemoryStream();
            using (var deflate = new DeflateStream(new MemoryStream(_packed), CompressionMode.Decompress)) deflate.CopyTo(plain);
            if (!SHA256.HashData(plain.GetBuffer().AsSpan(0, (int)plain.Length)).AsSpan().SequenceEqual(Hash.Span)) throw new InvalidDataException("The files of a published plan are damaged.");
            plain.Position = 0;
            using var reader = new BinaryReader(plain, Encoding.UTF8);
            var files = new List<SourceFile>();
            while (plain.Position < plain.Length)
            {
                var path = reader.ReadString();
                if (path.Length > LongestPath) throw new InvalidDataException("a path is too long");
                files.Add(new SourceFile(path, reader.ReadString()));
            }

            return files;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException("The files of a published plan are damaged.", exception);
        }
    }
}
