using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Softswitch.Sdk.Generators.Tests;

/// <summary>An editor runs the generator at every key stroke, so an edit that changes nothing has to cost nothing.</summary>
public sealed class IncrementalTests
{
    private const string Source = """
        /// <summary>A.</summary>
        [Step("a")]
        public sealed class A : CallStep<EmptyOptions>
        {
            public override ValueTask<Outcome> RunAsync(ICall call, EmptyOptions options, CancellationToken hangup) => new(Outcome.Done);
        }
        """;

    [Fact]
    public void An_edit_of_a_method_makes_nothing_anew()
    {
        var outputs = OutputsAfter(Source.Replace("Outcome.Done", "\"done\"", StringComparison.Ordinal));

        Assert.All(outputs, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void An_edit_of_a_declaration_makes_the_module_anew()
    {
        var outputs = OutputsAfter(Source.Replace("\"a\"", "\"b\"", StringComparison.Ordinal));

        Assert.Contains(IncrementalStepRunReason.Modified, outputs);
    }

    private static List<IncrementalStepRunReason> OutputsAfter(string edited)
    {
        var plugin = Compiled.From(Source);
        var tree = plugin.Compilation.SyntaxTrees.Single(one => one.FilePath == "File1.cs");
        var before = plugin.Compilation.RemoveSyntaxTrees(plugin.Driver.GetRunResult().GeneratedTrees);
        var after = before.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(edited, (CSharpParseOptions)tree.Options, tree.FilePath));

        var result = plugin.Driver.RunGenerators(after).GetRunResult().Results.Single();

        return [.. result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];
    }
}
