namespace MultiStage.PackageTests;

/// <summary>The pages that a newcomer reads first do what they say, in the order in which they say it.</summary>
public sealed class WalkTests
{
    // The stand-ins for an engine come from outside; a variable of the test run must not choose another one.
    private static readonly Dictionary<string, string?> Reader = new() { ["ContainerMultiStage"] = null,
        ["DOCKER_HOST"] = "unix:///nowhere/docker.sock" };

    [Theory]
    [InlineData("README.md", "Shop.Web -> shop-web:latest")]
    [InlineData("docs/guide/getting-started.md", "Hello -> hello:latest", "Hello -> shop/web:latest")]
    public async Task A_newcomer_gets_to_the_end_of_the_page(string page, params string[] images)
    {
        using var workspace = new Workspace();
        var result =
            (await workspace.RunAsync("", Path.Combine(Checkout.Root, "eng", "walk.sh"), [Path.Combine(Checkout.Root, page)],
                Reader)).Succeeded();
        Assert.All(images, image => Assert.Contains(image, result.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("warning ", result.Output, StringComparison.Ordinal);
    }

    /// <summary>A block that is neither run nor written shows something; a command that nobody tries says so.</summary>
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/guide/getting-started.md")]
    public void Every_command_of_the_page_is_walked_or_marked(string page)
    {
        string[] passedOver = ["```sh by-hand", "```console", "```dockerfile", "```xml", "```json", "```"];
        Assert.All(
            File.ReadLines(Path.Combine(Checkout.Root, page)).Where(line => line.TrimStart().StartsWith("```", StringComparison.Ordinal)),
            line => Assert.True(line == "```sh" || line.Contains(" file=", StringComparison.Ordinal) || passedOver.Contains(line), line));
    }
}
