namespace Softswitch.Media;

/// <summary>The numbers of ITU-T G.722, by the names that they have there.</summary>
internal static class G722Tables
{
    /// <summary>Decision levels of the lower band's quantizer, in units of a step (table 14).</summary>
    public static ReadOnlySpan<short> Q6 =>
    [
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650,
        714, 786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
    ];

    /// <summary>Codes of the lower band's intervals below zero, from the nearest on; the first is not used.</summary>
    public static ReadOnlySpan<byte> NegativeLow =>
        [0, 63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4];

    /// <summary>Codes of the lower band's intervals above zero, from the nearest on; the first is not used.</summary>
    public static ReadOnlySpan<byte> PositiveLow =>
        [0, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32];

    /// <summary>Values of the lower band's codes without their two lowest bits: what both ends' predictors follow.</summary>
    public static ReadOnlySpan<short> Qm4 =>
        [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];

    /// <summary>Values of the lower band's codes without their lowest bit.</summary>
    public static ReadOnlySpan<short> Qm5 =>
    [
        -280, -280, -23352, -17560, -14120, -11664, -9752, -8184, -6864, -5712, -4696, -3784, -2960, -2208, -1520, -880,
        23352, 17560, 14120, 11664, 9752, 8184, 6864, 5712, 4696, 3784, 2960, 2208, 1520, 880, 280, -280,
    ];

    /// <summary>Values of the lower band's codes of six bits.</summary>
    public static ReadOnlySpan<short> Qm6 =>
    [
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
    ];

    /// <summary>Values of the higher band's codes.</summary>
    public static ReadOnlySpan<short> Qm2 => [-7408, -1616, 7408, 1616];

    /// <summary>How the logarithm of the lower band's step changes, by the code without its two lowest bits (tables W<sub>L</sub> and RL42 in one).</summary>
    public static ReadOnlySpan<short> LowSteps =>
        [-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60];

    /// <summary>How the logarithm of the higher band's step changes, by the code (tables W<sub>H</sub> and RH2 in one).</summary>
    public static ReadOnlySpan<short> HighSteps => [798, -214, 798, -214];

    /// <summary>2048 times the 32 fractional powers of two.</summary>
    public static ReadOnlySpan<short> Ilb =>
    [
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
    ];
}
