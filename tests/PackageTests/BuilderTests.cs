namespace MultiStage.PackageTests;

/// <summary>What the package does inside a builder: publish as always, then sort by origin.</summary>
public sealed class BuilderTests
{
    [Fact]
    public async Task The_layers_together_are_what_a_publish_gives()
    {
        using var workspace = Projects.NewWorkspace()
            .WriteApp(Door.SdkElement, "Microsoft.NET.Sdk.Web", """
                <ItemGroup>
                  <ProjectReference Include="../Lib/Lib.csproj" />
                  <PackageReference Include="Shop.Greetings" Version="1.0.0" />
                  <Content Include="deep/folder/data.txt" CopyToPublishDirectory="Always" />
                </ItemGroup>
                """)
            .Write("App/deep/folder/data.txt", "data")
            .Write("Lib/Lib.csproj", Projects.Text(Door.None, "Microsoft.NET.Sdk", """
                <PropertyGroup><OutputType>Library</OutputType></PropertyGroup>
                <ItemGroup><Content Include="lib.txt" CopyToOutputDirectory="Always" /></ItemGroup>
                """))
            .Write("Lib/lib.txt", "lib").Write("Lib/Code.cs", "public class Code { }");
        (await workspace.DotNetAsync("", ["restore", "App/App.csproj"])).Succeeded();
        (await workspace.DotNetAsync("", ["publish", "App/App.csproj", "--no-restore", "-o", workspace.Path("plain")])).Succeeded();
        // The publish profile must not start an image inside the builder.
        (await workspace.DotNetAsync("",
            ["publish", "App/App.csproj", "--no-restore", "-o", workspace.Path("out/app"), "-p:_MultiStageBuilderStage=publish",
                "-p:_MultiStageLayers=packages+projects+app", "-p:ContainerMultiStage=true",
                "-p:PublishProfile=DefaultContainer"])).Succeeded();

        var layers = new[] { "packages", "projects", "app", "symbols" }.ToDictionary(name => name,
            name => Projects.Hashes(workspace.Path("out/" + name)));
        Assert.Equal(["app", "packages", "projects", "symbols"],
            Directory.GetDirectories(workspace.Path("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Projects.Hashes(workspace.Path("plain")), layers.Values.SelectMany(layer => layer).Order(StringComparer.Ordinal));
        Assert.Equal(["Shop.Greetings.dll"],
            Projects.Names(workspace.Path("out/packages")).Where(name => name.EndsWith(".dll", StringComparison.Ordinal)));
        Assert.Contains("Lib.dll", Projects.Names(workspace.Path("out/projects")));
        Assert.Contains("App.dll", Projects.Names(workspace.Path("out/app")));
        Assert.Equal(["App.pdb", "Lib.pdb"], Projects.Names(workspace.Path("out/symbols")));
        Assert.DoesNotContain(layers.Keys.SkipLast(1).SelectMany(name => Projects.Names(workspace.Path("out/" + name))),
            name => name.EndsWith(".pdb", StringComparison.Ordinal));
        Assert.Contains("deep/folder/data.txt", Projects.Names(workspace.Path("out/app")));
    }

    [Fact]
    public async Task Without_layers_everything_stays_where_it_was_published()
    {
        using var workspace = Projects.NewWorkspace().WriteApp(Door.PackageReference, "Microsoft.NET.Sdk");
        (await workspace.DotNetAsync("",
            ["publish", "App/App.csproj", "-o", workspace.Path("out/app"), "-p:_MultiStageBuilderStage=publish"])).Succeeded();
        Assert.Equal(["App", "App.deps.json", "App.dll", "App.pdb", "App.runtimeconfig.json"],
            Projects.Names(workspace.Path("out")).Select(Path.GetFileName));
    }
}
