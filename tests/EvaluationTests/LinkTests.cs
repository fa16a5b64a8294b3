namespace MultiStage.EvaluationTests;

/// <summary>Symbolic links among the inputs: what they lead to travels as well, or the build does not begin.</summary>
public sealed class LinkTests
{
    [Theory]
    [InlineData("src/App/Linked.cs", "../../shared/Linked.cs")]
    [InlineData("src/App/Linked.cs", "Other.cs")]
    [InlineData("src/App/Linked.cs", "../Twice.cs")]
    [InlineData("src/App/Below", "../../shared")]
    [InlineData("Directory.Build.props", "shared/Any.props")]
    public async Task A_link_inside_the_repository_brings_what_it_leads_to(string link, string target)
    {
        using var repository = Start();
        Link(repository, link, target);
        var generation = await repository.GenerateAsync("src/App/App.csproj");
        var end = target.EndsWith("shared", StringComparison.Ordinal) ? "shared/Linked.cs" : target is "../Twice.cs" ? "shared/Linked.cs"
            : target.Contains("shared", StringComparison.Ordinal) ? target[target.IndexOf("shared", StringComparison.Ordinal)..]
            : "src/App/Other.cs";
        generation.Result.Succeeded();
        Assert.True(Travels(generation, end), $"{end} does not travel\n{generation.IgnoreFile}");
        Assert.True(Travels(generation, link.EndsWith("Below", StringComparison.Ordinal) ? link + "/Linked.cs" : link),
            generation.IgnoreFile);
    }

    [Theory]
    [InlineData("src/App/Linked.cs", "../../../outside.cs")]
    [InlineData("src/App/Linked.cs", "/etc/hostname")]
    [InlineData("src/App/Below", "../../../elsewhere")]
    [InlineData("Directory.Build.props", "../outside.props")]
    public async Task A_link_out_of_the_repository_is_refused(string link, string target)
    {
        using var repository = Start();
        repository.Write("inner/.git/HEAD");
        // The repository is a folder of the workspace here, so that there is something outside.
        Directory.Move(repository.Workspace.Path("src"), repository.Workspace.Path("inner/src"));
        Directory.Move(repository.Workspace.Path("artifacts"), repository.Workspace.Path("inner/artifacts"));
        File.Move(repository.Workspace.Path("nuget.config"), repository.Workspace.Path("inner/nuget.config"));
        repository.Write("outside.cs").Write("elsewhere/Any.cs").Write("outside.props", "<Project />");
        Link(repository, "inner/" + link, target);
        (await repository.GenerateAsync("inner/src/App/App.csproj")).Result.HasOnly("MST1003", "link");
    }

    [Fact]
    public async Task A_copied_link_out_of_the_repository_is_refused()
    {
        using var repository = Start("""<ItemGroup><ContainerCopy Include="host" Destination="/etc/name" /></ItemGroup>""");
        Link(repository, "src/App/host", "/etc/hostname");
        (await repository.GenerateAsync("src/App/App.csproj")).Result.HasOnly("MST1003", "/etc/hostname");
    }

    private static Repository Start(string items = "")
    {
        var repository = new Repository().App("src/App/App.csproj", items).Write("src/App/Other.cs").Write("shared/Linked.cs")
            .Write("shared/Any.props", "<Project />");
        Link(repository, "src/Twice.cs", "../shared/Linked.cs");
        return repository;
    }

    private static void Link(Repository repository, string path, string target) =>
        File.CreateSymbolicLink(repository.Workspace.Path(path), target);

    private static bool Travels(Generation generation, string path)
    {
        // Paths of the ignore file start at the context, which may be a folder below the repository.
        for (var rest = path; rest.Length > 0; rest = rest.Contains('/') ? rest[(rest.IndexOf('/') + 1)..] : "")
            if (generation.Travels(rest))
                return true;
        return false;
    }
}
