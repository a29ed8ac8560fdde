using System.Runtime.InteropServices;

namespace Softswitch.Media;

/// <summary>libspandsp, by the names of its <c>spandsp/dtmf.h</c>. Sound is 8 kHz.</summary>
internal static unsafe partial class SpandspLibrary
{
    /// <summary>What the status is while something begins that may become a key.</summary>
    public const int Perhaps = 'x';

    private const string File = "libspandsp.so.2";

    /// <summary>The library itself.</summary>
    public static DebianLibrary Library { get; } = new(File, "libspandsp2");

    /// <summary>A detector of keys that calls nobody: the first argument is for its memory, the others are for whom to call.</summary>
    [LibraryImport(File, EntryPoint = "dtmf_rx_init")]
    public static partial DtmfHandle NewDtmf(nint memory, nint callback, nint state);

    [LibraryImport(File, EntryPoint = "dtmf_rx")]
    public static partial int ListenForDtmf(DtmfHandle state, short* samples, int count);

    [LibraryImport(File, EntryPoint = "dtmf_rx_status")]
    public static partial int DtmfStatus(DtmfHandle state);

    [LibraryImport(File, EntryPoint = "dtmf_rx_free")]
    private static partial int FreeDtmf(nint state);

    /// <summary>A detector of keys.</summary>
    public sealed class DtmfHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => FreeDtmf(handle) == 0;
    }
}
