using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Softswitch.Dialplan.Plans;

namespace Softswitch.Kernel.Accounts;

/// <summary>
/// One customer's account as its file says, checked and compiled. Immutable: a reload makes a new one, and a call that is
/// up keeps the one it began on.
/// </summary>
public sealed record Account
{
    /// <summary>Longest number of an extension, digits.</summary>
    internal const int MaximumNumberLength = 15;

    /// <summary>Name of the account, unique in the installation; part of every key.</summary>
    public required string Id { get; init; }

    /// <summary>SIP domains of the account; the first one stands in the addresses that phones are shown.</summary>
    public required ImmutableArray<string> Domains { get; init; }

    /// <summary>Whether media goes through the switch. Default <see cref="MediaMode.Relay"/>.</summary>
    public MediaMode Media { get; init; } = MediaMode.Relay;

    /// <summary>Longest call, 1 minute to 24 hours. Default 4 hours.</summary>
    public TimeSpan MaxCall { get; init; } = TimeSpan.FromHours(4);

    /// <summary>A call without a packet from either party for so long is ended; zero never. Default 60 s.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether what comes into calls is kept with their traces, so that they can be replayed. Default no.</summary>
    public bool RecordsInputs { get; init; }

    /// <summary>How long a phone rings where a step does not say, 1 s to 3 minutes. Default 30 s.</summary>
    public TimeSpan RingFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Extensions by number.</summary>
    public required FrozenDictionary<string, Extension> Extensions { get; init; }

    /// <summary>What happens when something is dialled.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Version of the layers above that its plan was made with; 0 for none.</summary>
    public int Layers { get; init; }

    /// <summary>Keys to HTTP endpoints of plugins. Default none.</summary>
    public ImmutableArray<ApiKey> ApiKeys { get; init; } = [];

    /// <summary>The extension of this number (UTF-8, as in the user part of a URI), or null.</summary>
    public Extension? FindExtension(ReadOnlySpan<byte> number)
    {
        if (number.Length > MaximumNumberLength) return null;
        Span<char> text = stackalloc char[MaximumNumberLength];
        return Ascii.ToUtf16(number, text, out var length) == OperationStatus.Done
            && Extensions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var extension) ? extension : null;
    }
}

/// <summary>The way a call's media goes.</summary>
public enum MediaMode
{
    /// <summary>Through the switch: measured, and safe behind NAT.</summary>
    Relay,

    /// <summary>From phone to phone; the switch carries signalling only.</summary>
    Direct,
}
