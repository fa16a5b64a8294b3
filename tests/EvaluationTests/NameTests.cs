namespace MultiStage.EvaluationTests;

/// <summary>Names that mean something to a shell, to MSBuild or to a Dockerfile.</summary>
public sealed class NameTests
{
    [Fact]
    public async Task Names_with_special_characters_arrive_in_the_builder()
    {
        // MSBuild itself refuses '*' and '?' in names, and reads '%XX' and ';' in items; all other printable characters are names.
        using var repository = new Repository()
            .App("my apps/Ünï code (v1)/App.csproj", """
                <PropertyGroup><AssemblyName>App</AssemblyName></PropertyGroup>
                <ItemGroup>
                  <ProjectReference Include="../../it's $here/Lib.csproj" />
                  <ProjectReference Include="../../[brackets]/日本語 Lib.csproj" />
                  <ProjectReference Include="../../#hash &amp; !bang/Hash.csproj" />
                  <ProjectReference Include="../../say &quot;hi&quot;/Quote.csproj" />
                  <Compile Include="../../linked files/100%2541 x=y,z.cs" Link="B.cs" />
                  <Compile Include="../../linked files/A (1) $x's [b].cs" Link="A.cs" />
                </ItemGroup>
                """)
            .Library("it's $here/Lib.csproj")
            .Library("[brackets]/日本語 Lib.csproj")
            .Library("#hash & !bang/Hash.csproj")
            .Library("say \"hi\"/Quote.csproj")
            .Write("linked files/100%41 x=y,z.cs", "class Linked2 { }")
            .Write("linked files/A (1) $x's [b].cs", "class Linked { }")
            .Write("linked files/A (1) $x's b.cs", "not C#");

        var generation = await repository.GenerateAsync("my apps/Ünï code (v1)/App.csproj");
        Assert.Contains("it's $here/", generation.Sources);
        Assert.Contains("[brackets]/日本語 Lib.csproj", generation.RestoreInputs);
        Assert.Contains("linked files/A (1) $x's [b].cs", generation.Sources);
        Assert.Contains("linked files/100%41 x=y,z.cs", generation.Sources);
        Assert.Contains("#hash & !bang/", generation.Sources);
        foreach (var path in generation.RestoreInputs.Concat(generation.Sources))
            Assert.True(generation.Travels(path.TrimEnd('/')), path);
        Assert.False(generation.Travels("linked files/A (1) $x's b.cs"));

        using var builder = await BuilderOnHost.RunAsync(repository, generation);
        foreach (var file in new[] { "App.dll", "Lib.dll", "日本語 Lib.dll", "Hash.dll", "Quote.dll" })
            Assert.Contains(file, builder.PublishedFiles);
    }

    [Theory]
    [InlineData("with space.csproj", "dotnet restore 'with space.csproj'")]
    [InlineData("$money.csproj", "dotnet restore '$money.csproj'")]
    [InlineData("it's.csproj", @"dotnet restore 'it'\''s.csproj'")]
    [InlineData("a(b)[c].csproj", "dotnet restore 'a(b)[c].csproj'")]
    [InlineData("ünï.csproj", "dotnet restore 'ünï.csproj'")]
    [InlineData("-dash.csproj", "dotnet restore ./-dash.csproj")]
    [InlineData("@at.csproj", "dotnet restore ./@at.csproj")]
    [InlineData("a&b;c,d=e.csproj", "dotnet restore 'a&b;c,d=e.csproj'")]
    [InlineData("#1 `x` {y} ~^!.csproj", "dotnet restore '#1 `x` {y} ~^!.csproj'")]
    public async Task The_published_project_itself_may_have_any_name(string file, string command)
    {
        using var repository = new Repository().App(file, "<PropertyGroup><AssemblyName>App</AssemblyName></PropertyGroup>");
        var result = await repository.Workspace.DotNetAsync("", ["msbuild", "./" + file, "-t:GenerateDockerfile", "-nologo"]);
        var generation = new Generation(repository, file, result);
        Assert.Contains(command, generation.Dockerfile);
        Assert.Contains(file, generation.RestoreInputs);
        Assert.True(generation.Travels(file));
        Assert.DoesNotContain(generation.Dockerfile.Split('\n'),
            line => line.StartsWith('#') && line.Contains("syntax", StringComparison.Ordinal));
    }
}
