using Softswitch.Dialplan.Checking;

namespace Softswitch.Dialplan.Tests.Checking;

public sealed class PlanFuzzTests
{
    private static readonly string[] Pieces = ["\n", "\t", "  ", "- ", ": ", "{", "}", "[", "]", "\"", "{number}", "{{", "}}", "&a ", "*a", "<<: ", "ext:", "next", "end", "off", "goto", "at-most", "then", "*2{x}", "\0", "é"];

    [Fact]
    public void No_mutation_of_a_plan_ends_in_an_exception_and_every_finding_has_a_place()
    {
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var text = PlanSamples.Office;
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

            var (plan, findings) = PlanSamples.Check(new SourceFile("a.yaml", text));

            Assert.Equal(plan is null, findings.Count > 0);
            Assert.All(findings, finding => Assert.True(finding is { Line: >= 1, Column: >= 1, Text.Length: > 0 }));
        }
    }
}
