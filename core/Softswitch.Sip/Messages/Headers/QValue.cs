namespace Softswitch.Sip;

/// <summary>Preference among several values (RFC 3261 §25.1: qvalue), in thousandths: <c>q=0.7</c> is 700.</summary>
public static class QValue
{
    /// <summary>What counts where no q is written.</summary>
    public const int Default = 1000;

    /// <summary>Reads 0 to 1 with at most three decimals; false, and <see cref="Default"/>, for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int thousandths)
    {
        thousandths = Default;
        if (text.IsEmpty || text[0] is not ((byte)'0' or (byte)'1')) return false;
        var value = (text[0] - '0') * 1000;
        if (text.Length > 1 && text[1] != '.') return false;
        if (text.Length > 5) return false;
        for (int i = 2, weight = 100; i < text.Length; i++, weight /= 10)
        {
            if (!char.IsAsciiDigit((char)text[i])) return false;
            value += (text[i] - '0') * weight;
        }

        if (value > 1000) return false;
        thousandths = value;
        return true;
    }
}
