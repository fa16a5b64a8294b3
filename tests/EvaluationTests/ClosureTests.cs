namespace MultiStage.EvaluationTests;

/// <summary>Which projects belong to an image: the closure of the project references, however they come about.</summary>
public sealed class ClosureTests
{
    [Fact]
    public async Task Every_way_to_reference_a_project_counts()
    {
        using var repository = new Repository()
            .App("src/App/App.csproj", """
                <ItemGroup>
                  <ProjectReference Include="../Left/Left.csproj" />
                  <ProjectReference Include="..\Right\Right.csproj" />
                  <ProjectReference Include="../NoOutput/NoOutput.csproj" ReferenceOutputAssembly="false" />
                  <ProjectReference Include="../Analyzer/Analyzer.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
                  <ProjectReference Include="../Off/Off.csproj" Condition="'$(Unset)' == 'true'" />
                </ItemGroup>
                <ItemGroup Condition="'$(Configuration)' == 'Release'">
                  <ProjectReference Include="../ForRelease/ForRelease.csproj" />
                </ItemGroup>
                <ItemGroup Condition="'$(Configuration)' == 'Debug'">
                  <ProjectReference Include="../ForDebug/ForDebug.csproj" />
                </ItemGroup>
                <Import Project="../Shared/Shared.projitems" Label="Shared" />
                """)
            .Library("src/Left/Left.csproj", """<ItemGroup><ProjectReference Include="../Bottom/Bottom.csproj" /></ItemGroup>""")
            .Library("src/Right/Right.csproj", """<ItemGroup><ProjectReference Include="../Bottom/Bottom.csproj" /></ItemGroup>""")
            .Library("src/Bottom/Bottom.csproj")
            .Library("src/NoOutput/NoOutput.csproj")
            .Library("src/Analyzer/Analyzer.csproj", framework: "<TargetFramework>netstandard2.0</TargetFramework>")
            .Library("src/Off/Off.csproj")
            .Library("src/ForRelease/ForRelease.csproj")
            .Library("src/ForDebug/ForDebug.csproj")
            .Library("src/ByProps/ByProps.csproj")
            .Library("src/Unrelated/Unrelated.csproj")
            .Write("src/Shared/Shared.projitems", """
                <Project>
                  <ItemGroup><Compile Include="$(MSBuildThisFileDirectory)Shared.cs" /></ItemGroup>
                </Project>
                """)
            .Write("src/Shared/Shared.cs", "static class Shared { }")
            .Write("Directory.Build.props", """
                <Project>
                  <ItemGroup Condition="'$(MSBuildProjectName)' == 'App'">
                    <ProjectReference Include="$(MSBuildThisFileDirectory)src/ByProps/ByProps.csproj" />
                  </ItemGroup>
                </Project>
                """)
            .Write("All.slnx",
                """<Solution><Project Path="src/App/App.csproj" /><Project Path="src/Unrelated/Unrelated.csproj" /></Solution>""")
            .Write("Old.sln", "Microsoft Visual Studio Solution File, Format Version 12.00\n");

        var release = await repository.GenerateAsync("src/App/App.csproj");
        string[] expected = ["Analyzer", "App", "Bottom", "ByProps", "ForRelease", "Left", "NoOutput", "Right"];
        Assert.Equal(expected.Select(name => $"src/{name}/{name}.csproj"),
            release.RestoreInputs.Where(input => input.EndsWith("csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Select(name => $"src/{name}/"),
            release.Sources.Where(input => input.EndsWith('/')).Order(StringComparer.Ordinal));
        Assert.Contains("src/Shared/Shared.projitems", release.RestoreInputs);
        Assert.Contains("src/Shared/Shared.cs", release.Sources);
        Assert.Contains("Directory.Build.props", release.RestoreInputs);
        foreach (var path in new[] { "src/Unrelated/Unrelated.csproj", "src/Off/Code.cs", "src/ForDebug/Code.cs", "All.slnx", "Old.sln",
            ".git/config", "src/App/bin/Debug/App.dll", "src/Left/obj/project.assets.json" })
            Assert.False(release.Travels(path), path);

        var debug = await repository.GenerateAsync("src/App/App.csproj", "-p:Configuration=Debug");
        Assert.Contains("src/ForDebug/", debug.Sources);
        Assert.DoesNotContain("src/ForRelease/", debug.Sources);

        using var builder = await BuilderOnHost.RunAsync(repository, await repository.GenerateAsync("src/App/App.csproj"));
        Assert.Contains("ForRelease.dll", builder.PublishedFiles);
        Assert.Contains("Bottom.dll", builder.PublishedFiles);
        Assert.DoesNotContain("NoOutput.dll", builder.PublishedFiles);
    }

    [Fact]
    public async Task FSharp_and_Visual_Basic_projects_are_projects_like_any_other()
    {
        using var repository = new Repository()
            .App("App/App.csproj",
                """<ItemGroup><ProjectReference Include="../Fs/Fs.fsproj" /><ProjectReference Include="../Vb/Vb.vbproj" /></ItemGroup>""")
            .Write("Fs/Fs.fsproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><Compile Include="First.fs" /><Compile Include="../Common/Second.fs" Link="Second.fs" /></ItemGroup>
                </Project>
                """)
            .Write("Fs/First.fs", "namespace Fs\nmodule First =\n    let one = 1\n")
            .Write("Common/Second.fs", "namespace Fs\nmodule Second =\n    let two = 2\n")
            .Write("Vb/Vb.vbproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                </Project>
                """)
            .Write("Vb/Code.vb", "Public Class Code\nEnd Class\n");

        var generation = await repository.GenerateAsync("App/App.csproj");
        Assert.Contains("Fs/Fs.fsproj", generation.RestoreInputs);
        Assert.Contains("Vb/Vb.vbproj", generation.RestoreInputs);
        Assert.Contains("Common/Second.fs", generation.Sources);
        Assert.Contains("Fs/", generation.Sources);
        Assert.Contains("Vb/", generation.Sources);

        using var builder = await BuilderOnHost.RunAsync(repository, generation);
        Assert.Contains("Fs.dll", builder.PublishedFiles);
        Assert.Contains("Vb.dll", builder.PublishedFiles);
    }

    [Theory]
    [InlineData("fsproj", "Program.fs", "printfn \"ready\"\n", "<ItemGroup><Compile Include=\"Program.fs\" /></ItemGroup>")]
    [InlineData("vbproj", "Program.vb", "Module Program\n    Sub Main()\n    End Sub\nEnd Module\n", "")]
    public async Task An_application_may_be_in_any_language(string extension, string file, string source, string items)
    {
        using var repository = new Repository().App("App/App." + extension, items).Write("App/" + file, source);
        var generation = await repository.GenerateAsync("App/App." + extension);
        Assert.Contains("App/App." + extension, generation.RestoreInputs);
        Assert.Contains("""ENTRYPOINT ["dotnet", "/app/App.dll"]""", generation.Dockerfile);
    }

    [Fact]
    public async Task A_library_for_several_frameworks_brings_the_references_of_all_of_them()
    {
        // Restore reads every framework of a library, so the projects of the others are needed as well.
        using var repository = new Repository()
            .App("App/App.csproj", """<ItemGroup><ProjectReference Include="../Multi/Multi.csproj" /></ItemGroup>""")
            .Library("Multi/Multi.csproj", """
                <ItemGroup Condition="'$(TargetFramework)' == 'net10.0'"><ProjectReference Include="../ForTen/ForTen.csproj" /></ItemGroup>
                <ItemGroup Condition="'$(TargetFramework)' == 'netstandard2.0'"><ProjectReference Include="../ForStandard/ForStandard.csproj" /></ItemGroup>
                """, "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>")
            .Library("ForTen/ForTen.csproj")
            .Library("ForStandard/ForStandard.csproj", framework: "<TargetFramework>netstandard2.0</TargetFramework>");

        var generation = await repository.GenerateAsync("App/App.csproj");
        Assert.Contains("ForTen/ForTen.csproj", generation.RestoreInputs);
        Assert.Contains("ForStandard/ForStandard.csproj", generation.RestoreInputs);
        Assert.DoesNotContain("-f", generation.Command("publish"));
    }

    [Fact]
    public async Task An_application_for_several_frameworks_is_built_for_the_chosen_one()
    {
        using var repository = new Repository()
            .App("App/App.csproj", """
                <ItemGroup Condition="'$(TargetFramework)' == 'net9.0'"><ProjectReference Include="../ForNine/ForNine.csproj" /></ItemGroup>
                <ItemGroup Condition="'$(TargetFramework)' == 'net10.0'"><ProjectReference Include="../ForTen/ForTen.csproj" /></ItemGroup>
                """, framework: "<TargetFrameworks>net9.0;net10.0</TargetFrameworks>")
            .Library("ForNine/ForNine.csproj", framework: "<TargetFramework>net9.0</TargetFramework>")
            .Library("ForTen/ForTen.csproj");

        var ten = await repository.GenerateAsync("App/App.csproj", "-p:TargetFramework=net10.0");
        var command = ten.Command("publish");
        Assert.Equal("net10.0", command[command.ToList().IndexOf("-f") + 1]);
        Assert.Contains("/runtime:10.0 AS base", ten.Dockerfile);
        Assert.Contains("ForNine/ForNine.csproj", ten.RestoreInputs);

        var nine = await repository.GenerateAsync("App/App.csproj", "-p:TargetFramework=net9.0");
        nine.Result.Succeeded();
        var dockerfile = repository.Workspace.Read("App/obj/container/net9.0/Dockerfile");
        Assert.Contains("/runtime:9.0 AS base", dockerfile);
        Assert.Contains("/sdk:10.0 AS build", dockerfile);
        Assert.Contains("-f net9.0", dockerfile);
        Assert.Contains("-f net10.0", repository.Workspace.Read("App/obj/container/net10.0/Dockerfile"));

        (await repository.GenerateAsync("App/App.csproj")).HasOnly("MST1002", "net9.0", "net10.0");
    }
}
