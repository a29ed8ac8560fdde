using System.Runtime.InteropServices;

namespace Softswitch.Media;

/// <summary>libopus, by the names of its <c>opus.h</c>.</summary>
internal static unsafe partial class OpusLibrary
{
    /// <summary><c>OPUS_APPLICATION_VOIP</c>.</summary>
    public const int Voip = 2048;

    public const int SetBitrate = 4002;
    public const int SetMaximumBandwidth = 4004;
    public const int SetVariableBitrate = 4006;
    public const int SetComplexity = 4010;
    public const int SetInbandFec = 4012;
    public const int SetPacketLoss = 4014;
    public const int SetDtx = 4016;

    public const int NarrowBand = 1101;
    public const int MediumBand = 1102;
    public const int WideBand = 1103;
    public const int SuperWideBand = 1104;
    public const int FullBand = 1105;

    private const string File = "libopus.so.0";

    /// <summary>The library itself.</summary>
    public static DebianLibrary Library { get; } = new(File, "libopus0");

    /// <summary>Throws for a result below zero: what was asked is not for this codec.</summary>
    public static void Check(int result)
    {
        if (result < 0) throw new ArgumentException($"Opus refuses this: error {result}; frames of 10, 20, 40 or 60 ms are encoded.");
    }

    [LibraryImport(File, EntryPoint = "opus_encoder_create")]
    public static partial EncoderHandle NewEncoder(int rate, int channels, int application, out int error);

    [LibraryImport(File, EntryPoint = "opus_encode")]
    public static partial int Encode(EncoderHandle state, short* samples, int count, byte* payload, int most);

    // Declared with an ellipsis. Whole numbers are passed the same way with one and without by the System V and ARM calling conventions.
    [LibraryImport(File, EntryPoint = "opus_encoder_ctl")]
    public static partial int Control(EncoderHandle state, int what, int value);

    [LibraryImport(File, EntryPoint = "opus_decoder_create")]
    public static partial DecoderHandle NewDecoder(int rate, int channels, out int error);

    [LibraryImport(File, EntryPoint = "opus_decode")]
    public static partial int Decode(DecoderHandle state, byte* payload, int length, short* samples, int most, int correctErrors);

    [LibraryImport(File, EntryPoint = "opus_encoder_destroy")]
    private static partial void FreeEncoder(nint state);

    [LibraryImport(File, EntryPoint = "opus_decoder_destroy")]
    private static partial void FreeDecoder(nint state);

    /// <summary>An encoder's state.</summary>
    public sealed class EncoderHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeEncoder(handle);
            return true;
        }
    }

    /// <summary>A decoder's state.</summary>
    public sealed class DecoderHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeDecoder(handle);
            return true;
        }
    }
}
