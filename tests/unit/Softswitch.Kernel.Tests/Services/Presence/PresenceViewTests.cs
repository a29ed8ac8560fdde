using System.Collections.Immutable;
using Softswitch.Kernel.Calls;
using Softswitch.Kernel.Registrar;
using Softswitch.Kernel.Services;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

public sealed class PresenceViewTests : ILocations
{
    private readonly ExtensionActivity _activity = new();
    private ReportedState? _said;
    private bool _isRegistered;

    [Theory]
    [InlineData(0, 0, null, false, ExtensionState.Offline, false)]
    [InlineData(0, 0, null, true, ExtensionState.Idle, true)]
    [InlineData(0, 0, ExtensionState.Away, false, ExtensionState.Away, false)]
    [InlineData(0, 0, ExtensionState.DoNotDisturb, true, ExtensionState.DoNotDisturb, true)]
    [InlineData(1, 0, ExtensionState.DoNotDisturb, true, ExtensionState.Ringing, true)]
    [InlineData(0, 1, ExtensionState.Away, false, ExtensionState.Busy, true)]
    [InlineData(1, 1, null, true, ExtensionState.Busy, true)]
    public void Calls_know_best_then_sources_then_registrations(int ringing, int talking, ExtensionState? said, bool isRegistered, ExtensionState state, bool isOnline)
    {
        var counts = _activity.Counter("acme", "100");
        (counts.Ringing, counts.Talking) = (ringing, talking);
        _said = said is { } known ? new ReportedState(known, "a note") : null;
        _isRegistered = isRegistered;

        IPresence presence = new PresenceView(this, _activity, extension => extension == "100" ? _said : null, "acme");

        Assert.Equal((state, isOnline, _said), (presence["100"], presence.IsOnline("100"), presence.Reported("100")));
        Assert.Equal(ExtensionState.Offline, presence["101"]);
    }

    public ImmutableArray<Binding> Find(string account, string extension) => _isRegistered && extension == "100" ? [null!] : [];
}
