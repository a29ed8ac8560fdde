using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Softswitch.Media;

/// <summary>The same, of <c>spandsp/super_tone_rx.h</c> and <c>spandsp/modem_connect_tones.h</c>.</summary>
internal static unsafe partial class SpandspLibrary
{
    /// <summary>The tone that is over, or none.</summary>
    public const int NoTone = -1;

    /// <summary><c>MODEM_CONNECT_TONES_FAX_CNG</c>.</summary>
    public const int FaxCalling = 1;

    /// <summary><c>MODEM_CONNECT_TONES_FAX_CED_OR_PREAMBLE</c>.</summary>
    public const int FaxAnswerOrPreamble = 7;

    /// <summary>An empty set of patterns; the argument is for its memory.</summary>
    [LibraryImport(File, EntryPoint = "super_tone_rx_make_descriptor")]
    public static partial nint NewPatterns(nint memory);

    /// <summary>Adds a tone without pieces; returns its number, from 0 on.</summary>
    [LibraryImport(File, EntryPoint = "super_tone_rx_add_tone")]
    public static partial int AddTone(nint patterns);

    /// <summary>Adds a piece to a tone: frequencies in Hz, 0 for none, and its least and most milliseconds, 0 for as long as it likes.</summary>
    [LibraryImport(File, EntryPoint = "super_tone_rx_add_element")]
    public static partial int AddPiece(nint patterns, int tone, int first, int second, int least, int most);

    [LibraryImport(File, EntryPoint = "super_tone_rx")]
    public static partial int ListenForTones(TonesHandle state, short* samples, int count);

    /// <summary>A detector of one kind of tone that calls nobody: the first argument is for its memory, the last two are for whom to call.</summary>
    [LibraryImport(File, EntryPoint = "modem_connect_tones_rx_init")]
    public static partial ConnectToneHandle NewConnectTone(nint memory, int kind, nint callback, nint state);

    [LibraryImport(File, EntryPoint = "modem_connect_tones_rx")]
    public static partial int ListenForConnectTone(ConnectToneHandle state, short* samples, int count);

    /// <summary>The tone that was heard since it was last asked for, 0 for none.</summary>
    [LibraryImport(File, EntryPoint = "modem_connect_tones_rx_get")]
    public static partial int ConnectTone(ConnectToneHandle state);

    /// <summary>A detector of the tones of <paramref name="patterns"/>, which it owns; it puts the number of one that it hears into <paramref name="heard"/>.</summary>
    public static TonesHandle NewTones(nint patterns, int* heard)
    {
        var tones = NewTones(0, patterns, &OnTone, heard);
        tones.Patterns = patterns;
        return tones;
    }

    [LibraryImport(File, EntryPoint = "super_tone_rx_init")]
    private static partial TonesHandle NewTones(nint memory, nint patterns, delegate* unmanaged[Cdecl]<int*, int, int, int, void> callback, int* heard);

    [LibraryImport(File, EntryPoint = "super_tone_rx_free")]
    private static partial int FreeTones(nint state);

    [LibraryImport(File, EntryPoint = "super_tone_rx_free_descriptor")]
    private static partial int FreePatterns(nint patterns);

    [LibraryImport(File, EntryPoint = "modem_connect_tones_rx_free")]
    private static partial int FreeConnectTone(nint state);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnTone(int* heard, int tone, int level, int delay)
    {
        if (tone >= 0) *heard = tone;
    }

    /// <summary>A detector of tones with a cadence.</summary>
    public sealed class TonesHandle() : SafeHandle(0, ownsHandle: true)
    {
        public nint Patterns { get; set; }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => FreeTones(handle) == 0 & FreePatterns(Patterns) == 0;
    }

    /// <summary>A detector of one tone of fax machines and modems.</summary>
    public sealed class ConnectToneHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => FreeConnectTone(handle) == 0;
    }
}
