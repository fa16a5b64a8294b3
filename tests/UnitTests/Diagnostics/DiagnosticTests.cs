using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Diagnostics;

public sealed partial class DiagnosticTests
{
    public static TheoryData<string> Codes => [.. DiagnosticCatalog.All.Select(descriptor => descriptor.Code)];

    [Fact]
    public void Codes_are_unique() =>
        Assert.Equal(DiagnosticCatalog.All.Count, DiagnosticCatalog.All.Select(descriptor => descriptor.Code).Distinct().Count());

    [Fact]
    public void The_catalogue_is_complete_and_in_order()
    {
        Assert.True(DiagnosticCatalog.All.Count >= 40, $"{DiagnosticCatalog.All.Count}");
        Assert.Equal(DiagnosticCatalog.All.Select(descriptor => descriptor.Code).Order(StringComparer.Ordinal),
            DiagnosticCatalog.All.Select(descriptor => descriptor.Code));
    }

    [Theory]
    [InlineData(typeof(ProjectDiagnostics), "MST1")]
    [InlineData(typeof(OptionDiagnostics), "MST2")]
    [InlineData(typeof(EngineDiagnostics), "MST3")]
    [InlineData(typeof(ImageDiagnostics), "MST4")]
    public void The_codes_of_a_class_are_of_one_family(Type type, string family) =>
        Assert.All(type.GetFields().Select(field => (DiagnosticDescriptor)field.GetValue(null)!),
            descriptor => Assert.Matches($"^{family}[0-9]{{3}}$", descriptor.Code));

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_title_is_a_phrase(string code)
    {
        var title = Find(code).Title;
        Assert.Matches(@"^[A-Z].*[^.!?:]$", title);
        Assert.DoesNotContain('{', title);
        Assert.InRange(title.Length, 10, 80);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Message_and_fix_are_sentences(string code)
    {
        var descriptor = Find(code);
        Assert.Matches(new Regex(@"^['A-Z{].*(\.|:[ \n]\{\d\}|\n\{\d\})\z", RegexOptions.Singleline), descriptor.Message);
        Assert.Matches(@"^([A-Z].*\.|\{\d\}\.?)$", descriptor.Fix);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Placeholders_count_from_zero_without_a_gap(string code)
    {
        var descriptor = Find(code);
        var used = Placeholder().Matches(descriptor.Message + descriptor.Fix).Select(match => int.Parse(match.Groups[1].ValueSpan))
            .Distinct().Order().ToArray();
        Assert.Equal(Enumerable.Range(0, used.Length), used);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_argument_shows_and_no_sentence_ends_twice(string code)
    {
        var descriptor = Find(code);
        var count = Placeholder().Matches(descriptor.Message + descriptor.Fix).Select(match => match.Value).Distinct().Count();
        foreach (var end in new[] { "", ".", "?", "!" })
        {
            var text = descriptor.Format([.. Enumerable.Range(0, count).Select(index => $"<argument {index}>{end}")]);
            for (var index = 0; index < count; index++)
                Assert.Contains($"<argument {index}>", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@">[.?!]\.", text);
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Braces_in_arguments_are_text(string code)
    {
        var descriptor = Find(code);
        var count = Placeholder().Matches(descriptor.Message + descriptor.Fix).Select(match => match.Value).Distinct().Count();
        var text = descriptor.Format([.. Enumerable.Repeat((object)"{0} {x} {{", count)]);
        Assert.True(count == 0 || text.Contains("{0} {x} {{", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docker: Is the docker daemon running?", "The chosen: docker: Is the docker daemon running? Fix it.")]
    [InlineData("it is off", "The chosen: it is off. Fix it.")]
    [InlineData("it is off.", "The chosen: it is off. Fix it.")]
    [InlineData("no!", "The chosen: no! Fix it.")]
    [InlineData("", "The chosen: . Fix it.")]
    [InlineData(null, "The chosen: . Fix it.")]
    public void An_argument_that_ends_a_sentence_ends_it(string? argument, string expected) =>
        Assert.Equal(expected, new DiagnosticDescriptor("MST9999", "T", "The chosen: {0}.", "Fix it.").Format(argument));

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_help_link_names_the_page_of_the_code(string code) =>
        Assert.EndsWith($"/docs/diagnostics/{code}.md", new Uri(Find(code).HelpLink).AbsolutePath, StringComparison.Ordinal);

    [Fact]
    public void An_exception_carries_the_text_and_the_descriptor()
    {
        var exception = new ContainerException(OptionDiagnostics.UnknownEngine, "x", "auto, docker");
        Assert.Same(OptionDiagnostics.UnknownEngine, exception.Descriptor);
        Assert.Equal(
            "The engine 'x' in ContainerEngine or LocalRegistry is not one that can build. Set ContainerEngine to one of: auto, docker.",
            exception.Message);
    }

    [Fact]
    public void An_exception_of_images_is_reported_like_any_other_and_still_tells_problem_and_fix_apart()
    {
        ContainerException exception = new ImageException(ImageDiagnostics.NotFound, "registry.example.com", "pull shop:1");
        Assert.Equal("MST4104", exception.Descriptor.Code);
        var image = Assert.IsType<ImageException>(exception);
        Assert.Equal("The registry registry.example.com has nothing to pull shop:1.", image.Problem);
        Assert.StartsWith("Check the spelling", image.Fix, StringComparison.Ordinal);
        Assert.Equal(image.Problem + " " + image.Fix, exception.Message);
    }

    private static DiagnosticDescriptor Find(string code) => DiagnosticCatalog.All.Single(descriptor => descriptor.Code == code);

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Placeholder();
}
