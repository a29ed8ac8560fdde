using Softswitch.Net;

namespace Softswitch.Conformance.Tests.Fuzz;

/// <summary>Spoils messages, repeatably.</summary>
internal sealed class Mutator(ulong seed, IReadOnlyList<byte[]> corpus)
{
    private static readonly byte[] Telling = [.. "\r\n\t \0\"<>;,:=?@%\\/[]()*"u8, 127, 128, 194, 255];

    private static readonly byte[][] Pieces =
    [
        "\r\n\r\n"u8.ToArray(), "\r\n "u8.ToArray(), "Content-Length: 99999999999999999999\r\n"u8.ToArray(), "%00%zz%4"u8.ToArray(),
        "sip:[::1]:5060"u8.ToArray(), "tel:+1-2"u8.ToArray(), "\"\\\"<>\""u8.ToArray(), "Via: SIP/2.0/UDP a,b;c\r\n"u8.ToArray(), ";;;,,,"u8.ToArray(),
    ];

    private readonly IRandomSource _random = new SeededRandomSource(seed);

    /// <summary>One message of the corpus after one to six changes.</summary>
    public byte[] Next()
    {
        var bytes = new List<byte>(Pick(corpus));
        for (var changes = 1 + _random.Next(6); changes > 0; changes--) Change(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(40), bytes.Count - at);
        switch (_random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = Telling[_random.Next(Telling.Length)];
                break;
            case 2:
                bytes.Insert(at, Telling[_random.Next(Telling.Length)]);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                bytes.InsertRange(at, Pick(Pieces));
                break;
            case 6:
                // The head of this one and the tail of another.
                var other = Pick(corpus);
                var from = _random.Next(other.Length);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[from..]);
                break;
            default:
                if (_random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    private byte[] Pick(IReadOnlyList<byte[]> from) => from[_random.Next(from.Count)];
}
