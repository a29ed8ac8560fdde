using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Services;
using Softswitch.Kernel.Tests.Accounts;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Tests.Services;

public sealed class DirectoryViewTests : IDirectoryLookup
{
    private readonly List<string> _asked = [];

    [Fact]
    public async Task An_extension_with_a_name_is_known_by_it_and_everybody_else_is_looked_for_in_the_account_s_sources()
    {
        var acme = new DirectoryView(AccountSamples.Read(null, AccountSamples.Acme, AccountSamples.Globex), this, "acme");

        Assert.Equal("Alice", (await acme.FindAsync("100", default))!.Name);
        Assert.Empty(_asked);
        Assert.Equal("acme's 101", (await acme.FindAsync("101", default))!.Name);
        Assert.Equal("acme's +50640001000", (await acme.FindAsync("+50640001000", default))!.Name);
        Assert.Equal(["acme book 101", "acme book +50640001000"], _asked);
        await Assert.ThrowsAsync<ArgumentException>(async () => await acme.FindAsync("", default));
    }

    public IReadOnlyList<string> SourcesOf(string account) => ["book"];

    public ValueTask<DirectoryAnswer> AskAsync(string account, string source, string number, CancellationToken cancellation)
    {
        _asked.Add($"{account} {source} {number}");
        return new(new DirectoryAnswer(new DirectoryEntry($"{account}'s {number}")));
    }
}
