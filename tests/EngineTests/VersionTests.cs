namespace MultiStage.EngineTests;

/// <summary>What an image says about the version and the commit that it was made from.</summary>
public sealed class VersionTests(Leftovers leftovers)
{
    // As packages do that take the version from Git: told to those who ask for the version of the NuGet package.
    private const string VersionFromGit = """
        <Project>
          <PropertyGroup>
            <GetPackageVersionDependsOn>$(GetPackageVersionDependsOn);AskGit</GetPackageVersionDependsOn>
          </PropertyGroup>
          <Target Name="AskGit" BeforeTargets="CoreCompile">
            <PropertyGroup>
              <PackageVersion>4.5.6-alpha.1</PackageVersion>
            </PropertyGroup>
          </Target>
        </Project>
        """;

    [Theory, InlineData("docker"), InlineData("embedded"), Trait(Category.Name, Category.Matrix)]
    public async Task Labels_have_the_commit_when_it_may_be_published_and_the_version_that_Git_gives(string engineName)
    {
        using var workspace = new Workspace(asRepository: false).AddConsoleApp().Write("app/Directory.Build.targets", VersionFromGit);
        var commit = await CommitAsync(workspace);

        var labels = await LabelsAsync();
        Assert.Equal("4.5.6-alpha.1", labels["org.opencontainers.image.version"]);
        Assert.DoesNotContain("org.opencontainers.image.revision", labels.Keys);

        labels = await LabelsAsync("-p:PublishRepositoryUrl=true");
        Assert.Equal(commit, labels["org.opencontainers.image.revision"]);
        Assert.Equal("https://git.example.com/team/tiny", labels["org.opencontainers.image.source"]);

        async Task<IReadOnlyDictionary<string, string>> LabelsAsync(params string[] more)
        {
            var tag = Publishing.NewTag();
            var image = leftovers.Add(Engine.Docker, "multistage-tiny:" + tag);
            (engineName == "docker"
                ? await workspace.PublishAsync("app", Engine.Docker, ["-p:ContainerImageTag=" + tag, .. more])
                : await workspace.PublishEmbeddedAsync("app", Engine.Docker, null,
                    ["-p:LocalRegistry=Docker", "-p:ContainerImageTag=" + tag, .. more])).Succeeded();
            return EngineImages.Labels(await Engine.Docker.InspectAsync(image));
        }
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_history_can_be_given_to_the_builder()
    {
        using var workspace = new Workspace(asRepository: false).AddConsoleApp(
            items: """<ContainerCopy Include="../.git" Stage="build" Destination="/src/.git/" />""",
            program: "System.Console.WriteLine(System.Diagnostics.FileVersionInfo.GetVersionInfo(System.Environment.GetCommandLineArgs()[0]).ProductVersion);");
        var commit = await CommitAsync(workspace);
        var tag = Publishing.NewTag();
        var image = leftovers.Add(Engine.Docker, "multistage-tiny:" + tag);
        (await workspace.PublishAsync("app", Engine.Docker, "-p:ContainerImageTag=" + tag)).Succeeded();
        Assert.Equal("1.0.0+" + commit, (await Engine.Docker.RunImageAsync(image)).Succeeded().Output.Trim());
        Assert.DoesNotContain((await SavedImage.OfAsync(Engine.Docker, image)).Layers.SelectMany(layer => layer.Files),
            file => file.Path.Contains(".git", StringComparison.Ordinal));
    }

    private static async Task<string> CommitAsync(Workspace workspace)
    {
        workspace.Write(".gitignore", "bin/\nobj/\n");
        foreach (var arguments in new string[][] { ["init", "--quiet"],
            ["remote", "add", "origin", "https://git.example.com/team/tiny.git"], ["add", "--all"],
            ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "first"] })
            (await workspace.RunAsync("", "git", arguments)).Succeeded();
        return (await workspace.RunAsync("", "git", ["rev-parse", "HEAD"])).Succeeded().StandardOutput.Trim();
    }
}
