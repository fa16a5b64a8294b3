using System.Text.RegularExpressions;

namespace MultiStage.UnitTests.Docs;

public partial class PagesTests
{
    public static TheoryData<string> Pages => [.. DocsFolder.Pages.Select(DocsFolder.Relative)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Relative_links_lead_to_a_file_and_to_a_heading(string page)
    {
        var path = Path.Combine(DocsFolder.Root, page);
        Assert.DoesNotContain(Links(File.ReadAllText(path)), link => !Exists(path, link));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Codes_that_a_page_names_exist(string page)
    {
        var known = Descriptors.Codes.ToHashSet(StringComparer.Ordinal);
        var named = Code().Matches(File.ReadAllText(Path.Combine(DocsFolder.Root, page))).Select(match => match.Value);

        Assert.DoesNotContain(named, code => !known.Contains(code));
    }

    [Fact]
    public void Every_page_of_docs_can_be_reached_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>([Path.Combine(DocsFolder.Root, "README.md")]);
        while (waiting.TryDequeue(out var page))
        {
            if (!reached.Add(page) || !File.Exists(page))
                continue;
            foreach (var link in Links(File.ReadAllText(page)).Select(link => link.Split('#')[0])
                .Where(link => link.EndsWith(".md", StringComparison.Ordinal)))
                waiting.Enqueue(Path.GetFullPath(link, Path.GetDirectoryName(page)!));
        }

        Assert.DoesNotContain(DocsFolder.Pages,
            page => DocsFolder.Relative(page).StartsWith("docs/", StringComparison.Ordinal) && !reached.Contains(page));
    }

    private static IEnumerable<string> Links(string text) =>
        Link().Matches(Fence().Replace(text, "")).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal));

    private static bool Exists(string page, string link)
    {
        var parts = link.Split('#', 2);
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(parts[0], Path.GetDirectoryName(page)!);
        if (!Path.Exists(file))
            return false;
        return parts.Length == 1 || (File.Exists(file) && Fence().Replace(File.ReadAllText(file), "").Split('\n')
            .Where(line => line.StartsWith('#')).Select(Anchor).Contains(parts[1], StringComparer.Ordinal));
    }

    // As GitHub makes them: lower case, '-' for spaces, other punctuation gone.
    private static string Anchor(string heading) =>
        new([.. heading.TrimStart('#').Trim().ToLowerInvariant()
            .Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_')
            .Select(character => character == ' ' ? '-' : character)]);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^ *```.*?^ *```\s*?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"MST\d{4}\b")]
    private static partial Regex Code();
}
