using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Architecture;

/// <summary>Lines that people read without scrolling.</summary>
public sealed class LineTests
{
    private const int Longest = 140;

    // A text that is compared or shown as it stands is not cut; nor is what cannot be wrapped without it.
    private const int LongText = 40;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_line_of_code_is_longer_than_the_limit(string folder)
    {
        if (string.Join('\n', Files(folder).SelectMany(Offenders)) is { Length: > 0 } text)
            Assert.Fail(text);
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Folder, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin")).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Offenders(string file)
    {
        var lines = File.ReadAllLines(file);
        var numbers = Enumerable.Range(0, lines.Length).Where(number => lines[number].Length > Longest).ToList();
        if (numbers.Count == 0)
            yield break;
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file), options);
        var root = tree.GetRoot();
        var texts = root.DescendantTokens().Where(IsText).Select(token => token.Span)
            .Concat(root.DescendantNodes().OfType<InterpolatedStringExpressionSyntax>().Select(text => text.Span))
            .Select(span => tree.GetLineSpan(span)).ToList();
        foreach (var number in numbers)
            if (!texts.Any(span => LengthOn(span, number, lines[number].Length) >= LongText))
                yield return $"{Path.GetRelativePath(Repository.Folder, file)}:{number + 1} has {lines[number].Length} characters";
    }

    private static bool IsText(SyntaxToken token) => token.Kind()
        is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken;

    private static int LengthOn(FileLinePositionSpan span, int line, int length)
    {
        if (line < span.StartLinePosition.Line || line > span.EndLinePosition.Line)
            return 0;
        var start = line == span.StartLinePosition.Line ? span.StartLinePosition.Character : 0;
        var end = line == span.EndLinePosition.Line ? span.EndLinePosition.Character : length;
        return end - start;
    }
}
