namespace MultiStage.EvaluationTests;

/// <summary>Which files travel to the builder, and which of them restore reads.</summary>
public sealed class InputTests
{
    [Fact]
    public async Task Restore_inputs_are_what_evaluation_and_NuGet_read()
    {
        using var repository = new Repository()
            .App("src/apps/App/App.csproj", """
                <Import Project="../../../eng/deep/App.targets" />
                <Import Project="../../../eng/absent.props" Condition="Exists('../../../eng/absent.props')" />
                <ItemGroup><ProjectReference Include="../../Lib/Lib.csproj" /></ItemGroup>
                """)
            .Library("src/Lib/Lib.csproj", "<PropertyGroup><NuGetLockFilePath>locks/lib.json</NuGetLockFilePath></PropertyGroup>")
            .Write("src/Lib/locks/lib.json", """{ "version": 2, "dependencies": { "net10.0": {} } }""")
            .Write("eng/deep/App.targets", "<Project><Import Project=\"Nested.props\" /></Project>")
            .Write("eng/deep/Nested.props", "<Project />")
            .Write("eng/deep/Unused.props", "<Project />")
            .Write("Directory.Build.props", "<Project />")
            .Write("Directory.Build.targets", "<Project />")
            .Write("src/apps/Directory.Build.props",
                """<Project><Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" /></Project>""")
            .Write("Directory.Packages.props",
                "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>")
            .Write("src/apps/Directory.Packages.props", """<Project><Import Project="../../Directory.Packages.props" /></Project>""")
            .Write("global.json", """{ "sdk": { "version": "10.0.100", "rollForward": "latestMajor" } }""")
            .Write("src/Lib/global.json", "{ }")
            .Write("Directory.Build.rsp", "# nothing\n")
            .Write(".config/dotnet-tools.json", """{ "version": 1, "tools": { } }""")
            .Write("src/apps/NuGet.Config", """
                <configuration>
                  <packageSources><add key="near" value="../../feeds/near" /></packageSources>
                  <fallbackPackageFolders><add key="fallback" value="../../feeds/fallback" /></fallbackPackageFolders>
                </configuration>
                """)
            .Write("src/Lib/NuGet.config",
                """<configuration><packageSources><add key="gone" value="../../feeds/gone" /></packageSources></configuration>""")
            .Write("feeds/near/near.txt").Write("feeds/fallback/fallback.txt").Write("feeds/other/other.txt");

        var generation = await repository.GenerateAsync("src/apps/App/App.csproj");
        Assert.Equal(
        [
            ".config/dotnet-tools.json", "Directory.Build.props", "Directory.Build.rsp", "Directory.Build.targets",
            "Directory.Packages.props",
            "artifacts/packages/", "eng/deep/App.targets", "eng/deep/Nested.props", "feeds/fallback/", "feeds/near/", "global.json",
            "nuget.config",
            "src/Lib/Lib.csproj", "src/Lib/NuGet.config", "src/Lib/locks/lib.json",
            "src/apps/App/App.csproj", "src/apps/Directory.Build.props", "src/apps/Directory.Packages.props", "src/apps/NuGet.Config",
        ], generation.RestoreInputs.Order(StringComparer.Ordinal));
        foreach (var path in generation.RestoreInputs)
            Assert.True(generation.Travels(path.TrimEnd('/')), path);
        Assert.False(generation.Travels("feeds/other/other.txt"));
        Assert.False(generation.Travels("eng/deep/Unused.props"));
        // A lock file that was written without a runtime refuses a restore with one.
        Assert.DoesNotContain("-a", generation.Command("build"));
        Assert.DoesNotContain("-a", generation.Command("publish"));
    }

    // An edit of these, or the first generation of one, must compile nothing.
    [Theory]
    [InlineData("src/App/App.csproj", "src/App/")]
    [InlineData("App.csproj", "")]
    public async Task Compose_files_and_Dockerfiles_stay_behind_unless_the_app_has_them_for_itself(string project, string folder)
    {
        string[] unwanted = ["compose.yaml", "compose.yml", "compose.override.yaml", "docker-compose.yml", "docker-compose.override.yaml",
            "deploy/compose.yaml", "Dockerfile", "Web.dockerfile/Dockerfile", "Dockerfile.debug"];
        string[] wanted = ["composer.yaml", "compose.json", "templates/compose.yaml", "templates/Dockerfile"];
        using var repository = new Repository().App(project, """<ItemGroup><EmbeddedResource Include="templates/*" /></ItemGroup>""");
        foreach (var path in unwanted.Concat(wanted))
            repository.Write(folder + path, "services: {}");

        var generation = await repository.GenerateAsync(project);
        Assert.Equal([], unwanted.Where(path => generation.Travels(folder + path)));
        Assert.Equal(wanted, wanted.Where(path => generation.Travels(folder + path)));
        var before = generation.IgnoreFile + generation.Dockerfile;
        repository.Write(folder + "compose.test.yaml", "services: {}");
        generation = await repository.GenerateAsync(project);
        Assert.Equal(before, generation.IgnoreFile + generation.Dockerfile);
    }

    [Fact]
    public async Task Source_inputs_are_what_items_name_inside_and_outside_the_project()
    {
        using var repository = new Repository()
            .App("src/App/App.csproj", """
                <ItemGroup>
                  <Compile Include="../../shared/**/*.cs" LinkBase="Shared" />
                  <Compile Include="..\..\one\Single.cs" Link="Single.cs" />
                  <AdditionalFiles Include="../../rules/banned.txt" />
                  <Content Include="../../content/settings.json" Link="settings.json" CopyToOutputDirectory="PreserveNewest" />
                  <EmbeddedResource Include="../../content/text.resx" />
                  <None Include="../../content/none.txt" Link="none.txt" CopyToOutputDirectory="Always" />
                  <None Update=".shipped" CopyToPublishDirectory="Always" />
                  <GlobalAnalyzerConfigFiles Include="../../rules/all.globalconfig" />
                  <Reference Include="Binary"><HintPath>../../lib/Binary.dll</HintPath></Reference>
                </ItemGroup>
                """, sdk: "Microsoft.NET.Sdk.Web")
            .Write("shared/A.cs", "class A { }").Write("shared/deep/B.cs", "class B { }").Write("shared/notes.md")
            .Write("one/Single.cs", "class Single { }").Write("one/Other.cs")
            .Write("rules/banned.txt").Write("rules/all.globalconfig", "is_global = true\n").Write("rules/unused.txt")
            .Write("content/settings.json", "{}").Write("content/none.txt")
            .Write("content/text.resx", """<root><resheader name="resmimetype"><value>text/microsoft-resx</value></resheader></root>""")
            .Write("lib/Binary.dll")
            .Write(".editorconfig", "root = true\n").Write("src/.editorconfig", "[*.cs]\n")
            .Write("src/App/wwwroot/index.html").Write("src/App/wwwroot/.well-known/security.txt")
            .Write("src/App/.env", "SECRET=1").Write("src/App/.shipped").Write("src/App/App.csproj.user", "<Project />")
            .Write("src/App/node_modules/x/index.js")
            .Write("src/App/Tests/Tests.csproj", "<Project />").Write("src/App/Tests/Test.cs");

        var generation = await repository.GenerateAsync("src/App/App.csproj", "-p:DefaultItemExcludes=Tests/**");
        foreach (var path in new[]
        {
            "shared/A.cs", "shared/deep/B.cs", "one/Single.cs", "rules/banned.txt", "rules/all.globalconfig", "content/settings.json",
            "content/text.resx",
            "content/none.txt", "lib/Binary.dll", ".editorconfig", "src/.editorconfig",
        })
        {
            Assert.Contains(path, generation.Sources);
            Assert.True(generation.Travels(path), path);
        }
        Assert.DoesNotContain("src/App/App.csproj.user", generation.RestoreInputs);
        Assert.True(generation.Travels("src/App/wwwroot/index.html"));
        Assert.True(generation.Travels("src/App/.shipped"));
        Assert.True(generation.Travels("src/App/wwwroot/.well-known/security.txt"));
        foreach (var path in new[] { "shared/notes.md", "one/Other.cs", "rules/unused.txt", "src/App/.env", "src/App/App.csproj.user",
            "src/App/node_modules/x/index.js", "src/App/Tests/Test.cs", "src/App/obj/x", "src/App/bin/x" })
            Assert.False(generation.Travels(path), path);
    }

    [Fact]
    public async Task A_project_in_the_root_folder_leaves_the_rest_of_the_repository_at_home()
    {
        using var repository = new Repository()
            .App("App.csproj", """
                <PropertyGroup><DefaultItemExcludes>$(DefaultItemExcludes);tests/**;libs/**;artifacts/**</DefaultItemExcludes></PropertyGroup>
                <ItemGroup><ProjectReference Include="libs/Lib/Lib.csproj" /></ItemGroup>
                """)
            .Library("libs/Lib/Lib.csproj")
            .Library("libs/Other/Other.csproj")
            .Library("tests/Tests/Tests.csproj")
            .Write("Code/More.cs", "class More { }")
            .Write("secrets/key.pem").Write("docs/readme.md");

        var generation = await repository.GenerateAsync("App.csproj");
        foreach (var path in new[] { "App.csproj", "Program.cs", "Code/More.cs", "libs/Lib/Lib.csproj", "libs/Lib/Code.cs",
            "artifacts/packages/MultiStage.Sdk.1.0.0.nupkg" })
            Assert.True(generation.Travels(path), path);
        foreach (var path in new[] { "tests/Tests/Code.cs", "libs/Other/Code.cs", "libs/Other/Other.csproj", ".git/config",
            "obj/project.assets.json", "bin/Release/App.dll" })
            Assert.False(generation.Travels(path), path);

        using var builder = await BuilderOnHost.RunAsync(repository, generation);
        Assert.Equal(["App", "App.deps.json", "App.dll", "App.pdb", "App.runtimeconfig.json", "Lib.dll", "Lib.pdb"],
            builder.PublishedFiles);
        Assert.True(File.Exists(System.IO.Path.Combine(builder.Out, "projects", "Lib.dll")));
    }

    [Fact]
    public async Task A_project_inside_the_folder_of_another_is_copied_once()
    {
        using var repository = new Repository()
            .App("App/App.csproj", """
                <PropertyGroup><DefaultItemExcludes>$(DefaultItemExcludes);Inner/**;Bench/**</DefaultItemExcludes></PropertyGroup>
                <ItemGroup><ProjectReference Include="Inner/Inner.csproj" /></ItemGroup>
                """)
            .Library("App/Inner/Inner.csproj")
            .Library("App/Bench/Bench.csproj");
        var generation = await repository.GenerateAsync("App/App.csproj");
        Assert.Equal(["App/"], generation.Sources);
        Assert.True(generation.Travels("App/Inner/Code.cs"));
        Assert.False(generation.Travels("App/Inner/obj/x"));
        Assert.False(generation.Travels("App/Bench/Code.cs"));
    }

    [Fact]
    public async Task Without_git_the_solution_or_configuration_files_tell_how_far_up_to_look()
    {
        using var repository = new Repository(asRepository: false)
            .App("src/App/App.csproj", """<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>""")
            .Library("src/Lib/Lib.csproj")
            .Write("Directory.Build.props", "<Project />")
            .Write("All.slnx", "<Solution />");
        var generation = await repository.GenerateAsync("src/App/App.csproj");
        Assert.Contains("Directory.Build.props", generation.RestoreInputs);
        Assert.Contains("nuget.config", generation.RestoreInputs);
        Assert.Contains("src/Lib/", generation.Sources);
    }

    [Fact]
    public async Task A_fresh_clone_without_network_is_enough()
    {
        using var repository = new Repository()
            .App("src/App/App.csproj", """
                <ItemGroup>
                  <PackageReference Include="Does.Not.Exist.Anywhere" Version="1.2.3" />
                  <ProjectReference Include="../Lib/Lib.csproj" />
                </ItemGroup>
                """)
            .Library("src/Lib/Lib.csproj", """<ItemGroup><PackageReference Include="Neither.Does.This" Version="4.5.6" /></ItemGroup>""");
        // Unpacks MultiStage.Sdk once, as an earlier build or a CI cache has done.
        (await repository.GenerateAsync("src/App/App.csproj")).Result.Succeeded();
        var before = (await repository.GenerateAsync("src/App/App.csproj")).Dockerfile;
        Directory.Delete(repository.Workspace.Path("src/App/obj"), recursive: true);
        Directory.Delete(repository.Workspace.Path("artifacts"), recursive: true);
        repository.Write("nuget.config", """
            <configuration>
              <packageSources>
                <clear />
                <add key="unreachable" value="https://feed.invalid/v3/index.json" />
              </packageSources>
            </configuration>
            """);

        var generation = await repository.GenerateAsync("src/App/App.csproj");
        Assert.Contains("src/Lib/", generation.Sources);
        Assert.Contains("nuget.config", generation.RestoreInputs);
        // What asks a remote feed gets the machine's credentials; that is all that differs, beside the feed itself.
        Assert.Contains("nugetconfig", generation.Dockerfile);
        Assert.DoesNotContain("nugetconfig", before);
        Assert.Equal(["obj"], Directory.GetDirectories(repository.Workspace.Path("src/App")).Select(System.IO.Path.GetFileName));
        Assert.False(File.Exists(repository.Workspace.Path("src/App/obj/project.assets.json")));
    }
}
