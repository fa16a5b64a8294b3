namespace MultiStage.UnitTests.Docs;

public class DiagnosticPagesTests
{
    private static readonly string[] Headings = ["## Description", "## Cause", "## Resolution", "## Example"];

    public static TheoryData<string> Codes => [.. Descriptors.Codes];

    [Fact]
    public void Every_code_has_a_page_and_every_page_has_a_code()
    {
        var pages = Directory.EnumerateFiles(DocsFolder.Diagnostics, "MST*.md").Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal);

        Assert.Equal(Descriptors.Codes, pages);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_page_starts_with_its_code_and_has_the_four_parts_in_order(string code)
    {
        var lines = Page(code);

        Assert.StartsWith($"# {code}: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(Headings, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_title_of_a_page_is_that_of_the_descriptor() =>
        Assert.All(Descriptors.All, descriptor => Assert.Equal($"# {descriptor.Code}: {descriptor.Title}", Page(descriptor.Code)[0]));

    [Fact]
    public void The_index_lists_every_page_with_its_title()
    {
        var index = File.ReadAllLines(Path.Combine(DocsFolder.Diagnostics, "README.md"));

        Assert.Equal(
            Descriptors.Codes.Select(code => $"| [{code}]({code}.md) | {Page(code)[0][(code.Length + 4)..]} |"),
            index.Where(line => line.StartsWith("| [MST", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_help_link_leads_to_the_page() =>
        Assert.All(Descriptors.All, descriptor =>
            Assert.EndsWith($"/docs/diagnostics/{descriptor.Code}.md", descriptor.HelpLink, StringComparison.Ordinal));

    private static string[] Page(string code) => File.ReadAllLines(Path.Combine(DocsFolder.Diagnostics, code + ".md"));
}
