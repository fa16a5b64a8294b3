namespace MultiStage.EngineTests;

/// <summary>The pages that a newcomer reads first, with the docker that they speak of: the image answers.</summary>
public sealed class WalkTests
{
    [Theory]
    [Trait("Category", "Representative")]
    [InlineData("docs/guide/getting-started.md", "Hello World!")]
    public async Task A_newcomer_gets_an_answer(string page, string answer)
    {
        using var workspace = new Workspace();
        var result =
            (await workspace.RunAsync("", Path.Combine(Checkout.Root, "eng", "walk.sh"), [Path.Combine(Checkout.Root, page), "docker"],
                Engine.Docker.Environment)).Succeeded();
        Assert.Contains(answer, result.Output, StringComparison.Ordinal);
    }
}
