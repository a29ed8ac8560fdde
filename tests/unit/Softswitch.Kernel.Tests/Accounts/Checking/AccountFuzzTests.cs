using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Net;

namespace Softswitch.Kernel.Tests.Accounts.Checking;

public sealed class AccountFuzzTests
{
    private static readonly string[] Pieces = ["\n", "\t", "  ", "- ", ": ", "{", "}", "[", "]", "\"", "'", "&a ", "*a", "<<: ", "!!map ", "|\n", "? ", "---\n", "%", "@", "ext:", "next", "end", "\0", "é"];

    [Fact]
    public void No_mutation_of_a_file_ends_in_an_exception_and_every_finding_has_a_place()
    {
        var random = (IRandomSource)new SeededRandomSource(42);
        for (var i = 0; i < 3000; i++)
        {
            var text = AccountSamples.Acme;
            for (var changes = 1 + random.Next(5); changes > 0; changes--)
            {
                var at = random.Next(text.Length);
                text = random.Next(3) switch
                {
                    0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                    1 => text.Remove(at, Math.Min(1 + random.Next(8), text.Length - at)),
                    _ => text.Insert(at, text.Substring(random.Next(text.Length / 2), random.Next(text.Length / 2))),
                };
            }

            var (set, findings) = AccountFolder.Check([("a.yaml", text)], null);

            Assert.Equal(set is null, findings.Count > 0);
            Assert.All(findings, finding => Assert.True(finding is { Line: >= 1, Column: >= 1, Text.Length: > 0 }));
        }
    }
}
