using Softswitch.Kernel.Storage;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Media that goes from phone to phone: descriptions pass as they are, and nothing is measured.</summary>
internal sealed class DirectMedia : ILegMedia
{
    /// <summary>It has no state, so one serves every leg.</summary>
    public static DirectMedia Instance { get; } = new();

    private DirectMedia()
    {
    }

    public TimeSpan? Silence => null;

    public ILegVoice? Voice => null;

    public EndCause Refusal => EndCauses.NoMedia;

    public byte[] Present(byte[] description) => description;

    public void Apply(byte[] description)
    {
    }

    public void Connect(ILegMedia other)
    {
    }

    public void Disconnect()
    {
    }

    public IEnumerable<CallRecordMedia> Report(CallEnder party) => [];

    public void Close()
    {
    }
}
