using System.Globalization;

namespace Softswitch.Media;

/// <summary>What an end asks of the Opus that is sent to it: the <c>a=fmtp</c> of its description (RFC 7587 §6.1).</summary>
public sealed record OpusParameters
{
    private const int LowestBitrate = 6000;
    private const int HighestBitrate = 510_000;
    private const int LowestRate = 8000;
    private const int HighestRate = 48_000;

    /// <summary>What counts where the description says nothing.</summary>
    public static OpusParameters Default { get; } = new();

    /// <summary>
    /// Bits a second that are sent, on average: 6000 to 510 000, the end's <c>maxaveragebitrate</c> where that is lower. Default 32 000: one voice at 48 kHz
    /// (RFC 7587 §3.1.1).
    /// </summary>
    public int Bitrate { get; init; } = 32_000;

    /// <summary>Samples a second that the end plays, 8000 to 48 000 (<c>maxplaybackrate</c>): nothing above half of that is sent. Default 48 000.</summary>
    public int PlaybackRate { get; init; } = HighestRate;

    /// <summary>Whether packets bear a coarse copy of the one before (<c>useinbandfec</c>). Default no.</summary>
    public bool InbandFec { get; init; }

    /// <summary>Whether silence is not sent but for an update now and then (<c>usedtx</c>). Default no.</summary>
    public bool Dtx { get; init; }

    /// <summary>Whether all packets are to be of one length (<c>cbr</c>). Default no.</summary>
    public bool ConstantBitrate { get; init; }

    /// <summary>
    /// Reads an <c>a=fmtp</c> without its payload type, such as <c>minptime=10;useinbandfec=1</c>. What is unknown or out of range does not count, as
    /// RFC 7587 leaves it to its default; nor does <c>stereo</c>, for one channel is always allowed.
    /// </summary>
    public static OpusParameters Parse(ReadOnlySpan<char> fmtp)
    {
        var parameters = Default;
        foreach (var range in fmtp.Split(';'))
        {
            var parameter = fmtp[range];
            var equals = parameter.IndexOf('=');
            if (equals < 0 || !int.TryParse(parameter[(equals + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) continue;
            parameters = parameters.With(parameter[..equals].Trim(), value);
        }

        return parameters;
    }

    private OpusParameters With(ReadOnlySpan<char> name, int value) => name switch
    {
        "maxaveragebitrate" when value is >= LowestBitrate and <= HighestBitrate => this with { Bitrate = Math.Min(value, Default.Bitrate) },
        "maxplaybackrate" when value is >= LowestRate and <= HighestRate => this with { PlaybackRate = value },
        "useinbandfec" when value is 0 or 1 => this with { InbandFec = value == 1 },
        "usedtx" when value is 0 or 1 => this with { Dtx = value == 1 },
        "cbr" when value is 0 or 1 => this with { ConstantBitrate = value == 1 },
        _ => this,
    };
}
