namespace Softswitch.Plugins.Packages;

/// <summary>How large a package may be. Packages come from strangers; whatever is beyond is refused before it is unpacked.</summary>
public sealed record PackageLimits
{
    /// <summary>Most bytes of the packed file. Default 64 MB.</summary>
    public long Packed { get; init; } = 64L << 20;

    /// <summary>Most bytes of all files unpacked. Default 256 MB.</summary>
    public long Unpacked { get; init; } = 256L << 20;

    /// <summary>Most bytes of one file. Default 64 MB.</summary>
    public long File { get; init; } = 64L << 20;

    /// <summary>Most files. Default 2000.</summary>
    public int Files { get; init; } = 2000;

    /// <summary>Longest path. Default 240 characters.</summary>
    public int Path { get; init; } = 240;

    /// <summary>How many times smaller than its content a file of more than 1 MB may be packed. Default 100: code packs to a third, a bomb to a thousandth.</summary>
    public int Ratio { get; init; } = 100;
}
