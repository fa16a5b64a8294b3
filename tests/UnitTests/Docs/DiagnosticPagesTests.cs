namespace MultiStage.UnitTests.Docs;

public class DiagnosticPagesTests
{
    private static readonly string[] Headings = ["## Description", "## Cause", "## Resolution", "## Example"];

    public static TheoryData<string> Codes => [.. Descriptors.All.Select(descriptor => descriptor.Code)];

    [Fact]
    public void Every_code_has_a_page_and_every_page_has_a_code()
    {
        var pages = Directory.EnumerateFiles(DocsFolder.Diagnostics, "MST*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);

        Assert.Equal(Descriptors.All.Select(descriptor => descriptor.Code), pages);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_page_starts_with_code_and_title_and_has_the_four_parts_in_order(string code)
    {
        var descriptor = Descriptors.All.Single(candidate => candidate.Code == code);
        var lines = File.ReadAllLines(Path.Combine(DocsFolder.Diagnostics, code + ".md"));

        Assert.Equal($"# {code}: {descriptor.Title}", lines[0]);
        Assert.Equal(Headings, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_index_lists_every_code_with_its_title()
    {
        var index = File.ReadAllLines(Path.Combine(DocsFolder.Diagnostics, "README.md"));

        Assert.Equal(
            Descriptors.All.Select(descriptor => $"| [{descriptor.Code}]({descriptor.Code}.md) | {descriptor.Title} |"),
            index.Where(line => line.StartsWith("| [MST", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_help_link_leads_to_the_page() =>
        Assert.All(Descriptors.All, descriptor =>
            Assert.EndsWith($"/docs/diagnostics/{descriptor.Code}.md", descriptor.HelpLink, StringComparison.Ordinal));
}
