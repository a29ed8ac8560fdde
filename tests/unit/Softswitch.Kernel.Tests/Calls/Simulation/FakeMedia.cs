using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Storage;
using Softswitch.Sip;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>Media without packets: descriptions pass as they are, and it is known who is connected with whom.</summary>
internal sealed class FakeMedia : ILegMedia, ILegMediaFactory
{
    private readonly FakeMedia? _factory;
    private int _open;

    public FakeMedia()
    {
    }

    private FakeMedia(FakeMedia factory, bool isThroughSwitch)
    {
        _factory = factory;
        if (isThroughSwitch) Own = new FakeVoice();
    }

    /// <summary>The legs of all calls, in the order they were made.</summary>
    public List<FakeMedia> Legs { get; } = [];

    /// <summary>The switch's voice to the leg's party; null where media goes past the switch.</summary>
    public FakeVoice? Own { get; }

    public ILegVoice? Voice => Own;

    /// <summary>Legs whose media has not been closed.</summary>
    public int Open => _open;

    /// <summary>What every leg says its party has been silent for.</summary>
    public TimeSpan? AllSilentFor { get; set; }

    public TimeSpan? Silence => _factory?.AllSilentFor;

    public FakeMedia? Other { get; private set; }

    public string Heard { get; private set; } = "";

    public bool IsClosed { get; private set; }

    public ILegMedia NewLeg(Account account, uint callKey, bool throughSwitch)
    {
        _open++;
        var leg = new FakeMedia(this, throughSwitch || account.Media == MediaMode.Relay);
        Legs.Add(leg);
        return leg;
    }

    /// <summary>Descriptions that can still be presented, of all legs together; then there is no port left.</summary>
    public int Ports { get; set; } = int.MaxValue;

    public EndCause Refusal => new(EndedBy.Local, 503, 47, "No media port is left");

    public byte[]? Present(byte[] description) => _factory!.Ports-- > 0 ? description : null;

    public void Apply(byte[] description) => Heard = Softswitch.Sip.Tests.Sessions.Endpoint.NameOf(description);

    public void Connect(ILegMedia other)
    {
        Other = (FakeMedia)other;
        Other.Other = this;
    }

    public void Disconnect()
    {
        if (Other is null) return;
        Other.Other = null;
        Other = null;
    }

    public IEnumerable<CallRecordMedia> Report(CallEnder party) => [];

    public void Close()
    {
        Assert.False(IsClosed, "media closed twice");
        IsClosed = true;
        Disconnect();
        Own?.End(Softswitch.Media.UtteranceEnd.Closed);
        _factory!._open--;
    }
}
