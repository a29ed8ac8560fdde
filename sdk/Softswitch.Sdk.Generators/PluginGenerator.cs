using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Softswitch.Sdk.Generators.Reading;
using Softswitch.Sdk.Generators.Shapes;
using Softswitch.Sdk.Generators.Writing;

namespace Softswitch.Sdk.Generators;

/// <summary>
/// Makes a plugin's module, the code that makes its options, and its manifest. It says nothing of what is wrong: the analyzers read the same classes and do.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class PluginGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parts = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => IsCandidate(node), static (found, cancellation) => Read(found, cancellation))
            .SelectMany(static (found, _) => found)
            .WithTrackingName("Parts");
        var sdk = context.CompilationProvider.Select(static (compilation, _) => (compilation.AssemblyName, Sdk: PluginSettingsReader.SdkVersion(compilation)));
        var settings = context.AnalyzerConfigOptionsProvider
            .Combine(sdk)
            .Select(static (both, _) => PluginSettingsReader.Read(both.Left.GlobalOptions, both.Right.AssemblyName, both.Right.Sdk))
            .WithTrackingName("Settings");

        context.RegisterSourceOutput(parts, static (output, part) =>
        {
            if (part.Binder is { } binder) output.AddSource(binder.Name + ".g.cs", binder.Code);
        });
        context.RegisterSourceOutput(parts.Collect().Combine(settings), static (output, both) =>
        {
            if (!both.Left.IsEmpty) output.AddSource(both.Right.Module + ".g.cs", ModuleWriter.Write(both.Right, Ordered(both.Left)));
        });
    }

    private static bool IsCandidate(SyntaxNode node) => node is ClassDeclarationSyntax { BaseList: not null } or RecordDeclarationSyntax { BaseList: not null };

    private static ImmutableArray<PluginPart> Read(GeneratorSyntaxContext found, CancellationToken cancellation)
    {
        if (found.SemanticModel.GetDeclaredSymbol(found.Node, cancellation) is not INamedTypeSymbol type) return [];
        // Of a class in parts, the first part that names an ancestor stands for it.
        var first = type.DeclaringSyntaxReferences.First(place => IsCandidate(place.GetSyntax(cancellation)));
        return first.SyntaxTree == found.Node.SyntaxTree && first.Span == found.Node.Span ? new PartReader(new Problems()).Read(type) : [];
    }

    // By name, so that the same sources give the same manifest in whatever order the compiler meets them.
    private static ImmutableArray<PluginPart> Ordered(ImmutableArray<PluginPart> parts) =>
        parts.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name) is var order and not 0 ? order : string.CompareOrdinal(left.Type, right.Type));
}
