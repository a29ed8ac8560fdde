namespace Softswitch.Media;

/// <summary>
/// The two companding laws of ITU-T G.711, as tables made from their definition. Linear values are 16-bit: A-law uses the
/// upper 13 bits, µ-law the upper 14.
/// </summary>
public static class G711
{
    private const int ALawShift = 4;
    private const int MuLawShift = 2;
    private const int MuLawBias = 33;
    private const int LongestMuLaw = 0x1FFF;
    // Even bits are inverted on the line (G.711 §2, table 1a note 2).
    private const byte ALawInversion = 0x55;

    private static readonly short[] FromALaw = Table(ExpandALaw);
    private static readonly short[] FromMuLaw = Table(ExpandMuLaw);
    private static readonly byte[] ToALaw = Table(1 << (16 - ALawShift), ALawShift, CompressALaw);
    private static readonly byte[] ToMuLaw = Table(1 << (16 - MuLawShift), MuLawShift, CompressMuLaw);

    /// <summary>A-law of silence.</summary>
    public const byte ALawSilence = 0xD5;

    /// <summary>µ-law of silence.</summary>
    public const byte MuLawSilence = 0xFF;

    /// <summary>One sample as A-law.</summary>
    public static byte EncodeALaw(short sample) => ToALaw[(ushort)sample >> ALawShift];

    /// <summary>One sample as µ-law.</summary>
    public static byte EncodeMuLaw(short sample) => ToMuLaw[(ushort)sample >> MuLawShift];

    /// <summary>One sample of A-law.</summary>
    public static short DecodeALaw(byte code) => FromALaw[code];

    /// <summary>One sample of µ-law.</summary>
    public static short DecodeMuLaw(byte code) => FromMuLaw[code];

    private static short[] Table(Func<int, int> expand)
    {
        var table = new short[256];
        for (var code = 0; code < table.Length; code++) table[code] = (short)expand(code);
        return table;
    }

    private static byte[] Table(int length, int shift, Func<int, int> compress)
    {
        // The index is the sample's upper bits without a sign: the upper half of the table is negative.
        var table = new byte[length];
        for (var i = 0; i < length; i++) table[i] = (byte)compress((short)(i << shift) >> shift);
        return table;
    }

    /// <summary>From the upper 12 bits: sign, three bits of segment, four of the step within it.</summary>
    private static int CompressALaw(int value)
    {
        var magnitude = value < 0 ? ~value : value;
        var segment = 0;
        while (magnitude > 31)
        {
            magnitude >>= 1;
            segment++;
        }

        // The two lowest segments have steps of the same size, and so are one run of codes.
        var code = segment == 0 ? magnitude : ((segment + 1) << 4) | (magnitude & 0x0F);
        return (value < 0 ? code : code | 0x80) ^ ALawInversion;
    }

    private static int ExpandALaw(int code)
    {
        code ^= ALawInversion;
        var segment = (code >> 4) & 7;
        // The middle of the step.
        var magnitude = ((code & 0x0F) << 4) + 8;
        if (segment > 0) magnitude = (magnitude + 0x100) << (segment - 1);
        return (code & 0x80) != 0 ? magnitude : -magnitude;
    }

    /// <summary>From the upper 14 bits; on the line all bits are inverted.</summary>
    private static int CompressMuLaw(int value)
    {
        var magnitude = Math.Min((value < 0 ? ~value : value) + MuLawBias, LongestMuLaw);
        var segment = 0;
        while (magnitude >> (segment + 6) != 0) segment++;
        var code = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0F);
        return (value < 0 ? code : code | 0x80) ^ 0x7F;
    }

    private static int ExpandMuLaw(int code)
    {
        code = ~code;
        var segment = (code >> 4) & 7;
        var magnitude = ((((code & 0x0F) << 1) + MuLawBias) << segment) - MuLawBias;
        return ((code & 0x80) != 0 ? -magnitude : magnitude) << MuLawShift;
    }
}
