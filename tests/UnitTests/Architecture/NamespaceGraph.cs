using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Architecture;

/// <summary>
/// Which namespace of the tasks uses which other, with one place in the code for each arrow. The compiler resolves the names,
/// so a type that needs no <c>using</c> and the class of a constant are seen, too. Extension methods are not.
/// </summary>
internal sealed class NamespaceGraph
{
    private static readonly Lazy<NamespaceGraph> Read = new(() => new NamespaceGraph());

    private readonly Dictionary<(string From, string To), string> arrows = [];

    private NamespaceGraph()
    {
        var source = Path.Combine(Repository.Folder, "src", "MultiStage.Tasks");
        var files = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)).ToList();
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.IO; "
            + "global using System.Linq; global using System.Threading; global using System.Threading.Tasks; global using MultiStage.Model;", options);
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("MultiStage.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Tasks", [usings, .. trees], assemblies,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        // Only names of ours are looked up: most words of a file are the framework's.
        var own = trees.SelectMany(tree => tree.GetRoot().DescendantNodes()).OfType<BaseTypeDeclarationSyntax>()
            .Select(type => type.Identifier.ValueText)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var tree in trees)
            Add(tree, compilation, own);
    }

    public static NamespaceGraph OfTasks => Read.Value;

    /// <summary>From and to, without the common start <c>MultiStage.</c>, with the first place that has the arrow.</summary>
    public IReadOnlyDictionary<(string From, string To), string> Arrows => arrows;

    private void Add(SyntaxTree tree, CSharpCompilation compilation, HashSet<string> own)
    {
        var model = compilation.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => own.Contains(name.Identifier.ValueText)))
        {
            if (model.GetSymbolInfo(name).Symbol is not { } symbol || Room(symbol.ContainingNamespace) is not { } to)
                continue;
            if (Room(model.GetEnclosingSymbol(name.SpanStart)?.ContainingNamespace) is not { } from || from == to
                || symbol is INamespaceSymbol)
                continue;
            var line = tree.GetLineSpan(name.Span).StartLinePosition.Line + 1;
            arrows.TryAdd((from, to), $"{Path.GetFileName(tree.FilePath)}:{line} {name}");
        }
    }

    private static string? Room(INamespaceSymbol? space) =>
        space?.ToDisplayString() is { } text && text.StartsWith("MultiStage.", StringComparison.Ordinal)
            ? text["MultiStage.".Length..]
            : null;
}
