using Softswitch.Kernel.Registrar;
using Softswitch.Net;

namespace Softswitch.Kernel.Tests.Registrar.Locations;

public sealed class LocationTableTests
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Workers_that_change_one_extension_at_a_time_lose_nothing()
    {
        const int PerThread = 2000;
        var table = new LocationTable(_clock);
        var key = new LocationKey("acme", "100");
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < PerThread; i++)
            {
                var binding = BindingOf($"sip:{thread}-{i}@a");
                Change(table, key, before => [.. before, binding]);
                if (i % 2 == 0) Change(table, key, before => [.. before.Where(one => one != binding)]);
            }
        });

        Assert.Equal(4 * PerThread / 2, table.Find("acme", "100").Length);
        Assert.Equal(4 * PerThread / 2, table.Contacts);
        Change(table, key, _ => []);
        Assert.Equal(0, table.Extensions);
    }

    [Fact]
    public void Who_has_lapsed_is_not_found_even_before_the_clock_comes_round()
    {
        var table = new LocationTable(_clock);
        table.TryReplace(new LocationKey("a", "1"), [], [BindingOf("sip:x@y"), BindingOf("sip:z@y") with { ExpiresAt = _clock.GetUtcNow().AddSeconds(5) }]);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("sip:x@y"u8.ToArray(), Assert.Single(table.Find("a", "1")).Uri);
        Assert.Equal(2, table.Contacts);
    }

    private static void Change(LocationTable table, LocationKey key, Func<Binding[], Binding[]> change)
    {
        Binding[] before;
        do before = table.Current(key);
        while (!table.TryReplace(key, before, change(before)));
    }

    private Binding BindingOf(string uri) => new()
    {
        Uri = System.Text.Encoding.UTF8.GetBytes(uri),
        Flow = default,
        ExpiresAt = _clock.GetUtcNow().AddHours(1),
        CallId = [],
        CSeq = 1,
    };
}
