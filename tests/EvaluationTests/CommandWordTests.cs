namespace MultiStage.EvaluationTests;

/// <summary>Words of the image's command arrive as they are written, or a warning says which does not.</summary>
public sealed class CommandWordTests
{
    [Theory]
    [InlineData("""<ContainerDefaultArgs Include="a\b" />""", "[\"a/b\"]", "'a\\b', which MSBuild reads as 'a/b'")]
    [InlineData("""<ContainerDefaultArgs Include="  a " />""", "[\"a\"]", "'  a ', which MSBuild reads as 'a'")]
    [InlineData("""<ContainerDefaultArgs Include="a?b" />""", "", "'a?b', which MSBuild takes for a pattern")]
    [InlineData("""<ContainerDefaultArgs Include="a; b" />""", "[\"a\", \"b\"]", "")]
    [InlineData("""<ContainerDefaultArgs Include="a%5cb" />""", "[\"a\\\\b\"]", "")]
    [InlineData("""<ContainerDefaultArgs Include="--urls=http://*:80" />""", "[\"--urls=http://*:80\"]", "")]
    [InlineData("""<ContainerDefaultArgs Include="x" Value=" a\b?; " />""", "[\" a\\\\b?; \"]", "")]
    [InlineData("""<ContainerDefaultArgs Include="x" Value="" /><ContainerDefaultArgs Include="y" Value="z" /><ContainerDefaultArgs Include="x" Value="z" />""", "[\"\", \"z\", \"z\"]", "")]
    [InlineData("""<ContainerDefaultArgs Include="a\b" Condition="false" />""", "", "")]
    public async Task What_is_written_is_what_the_image_starts_with(string item, string arguments, string warning)
    {
        using var repository = new Repository().App("App.csproj", $"<ItemGroup>{item}</ItemGroup>");
        var generation = await repository.GenerateAsync("App.csproj");
        var line = generation.Dockerfile.Split('\n').SingleOrDefault(line => line.StartsWith("CMD ", StringComparison.Ordinal)) ?? "";
        Assert.Equal(arguments, line.Replace("CMD ", "", StringComparison.Ordinal));
        if (warning.Length > 0)
            Assert.Contains("warning MST2030: ContainerDefaultArgs is " + warning, generation.Result.Output, StringComparison.Ordinal);
        else
            Assert.DoesNotContain("MST2030", generation.Result.Output, StringComparison.Ordinal);
    }
}
