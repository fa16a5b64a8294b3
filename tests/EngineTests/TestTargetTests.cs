namespace MultiStage.EngineTests;

/// <summary>Tests that run in the builder: what comes out, what is said, and what is built again.</summary>
public sealed class TestTargetTests(Leftovers leftovers)
{
    private const string Target = "-p:ContainerTarget=test";

    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    [Theory, MemberData(nameof(Engines))]
    public async Task Failures_stand_at_their_line_and_results_come_out_either_way(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewWorkspace();
        var tag = Publishing.NewTag();
        (await workspace.PublishAsync("app", engine, Target, "-p:ContainerImageTag=" + tag)).Succeeded()
            .AssertContains("tiny.Tests: 1 passed, 0 failed, 1 skipped -> " + Results(workspace));
        Assert.True(File.Exists(Path.Combine(Results(workspace), "tiny.Tests.trx")));
        Assert.False(await engine.HasAsync($"multistage-tiny:{tag}-test"));

        // What passed is not run again.
        (await workspace.PublishAsync("app", engine, Target)).Succeeded().AssertContains("dotnet test", "CACHED");

        workspace.Write("tests/tiny.Tests/MoreTests.cs",
            "public class MoreTests\n{\n    [Xunit.Fact]\n    public void Fails() =>\n        Xunit.Assert.Equal(5, 4);\n}\n");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var failed = await workspace.PublishAsync("app", engine, Target);
            var error = failed.AssertOneError("MST5201");
            Assert.StartsWith(
                workspace.Path("tests/tiny.Tests/MoreTests.cs")
                    + "(5): error MST5201: The test 'MoreTests.Fails' failed: Assert.Equal() Failure", error, StringComparison.Ordinal);
            Assert.Contains("1 passed, 1 failed, 1 skipped", failed.Output, StringComparison.Ordinal);
            Assert.Contains("outcome=\"Failed\"", File.ReadAllText(Path.Combine(Results(workspace), "tiny.Tests.trx")),
                StringComparison.Ordinal);
            // What failed is run again.
            Assert.DoesNotContain(failed.Output.Split('\n'),
                line => line.Contains("dotnet test", StringComparison.Ordinal) && line.TrimEnd()
                    .EndsWith(" CACHED", StringComparison.Ordinal));
        }

        // A test that does not compile is the compiler's error.
        workspace.Write("tests/tiny.Tests/MoreTests.cs", "broken");
        var broken = await workspace.PublishAsync("app", engine, Target);
        Assert.Contains(broken.Failed().Errors(),
            line => line.StartsWith(workspace.Path("tests/tiny.Tests/MoreTests.cs") + "(1,", StringComparison.Ordinal)
                && line.Contains("error CS", StringComparison.Ordinal));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_image_depends_on_the_tests_where_the_project_says_so_and_holds_nothing_of_them()
    {
        using var workspace = NewWorkspace("<ContainerTestBeforePublish>true</ContainerTestBeforePublish>");
        var image = leftovers.Add(Engine.Docker, "multistage-tiny:" + Publishing.NewTag());
        var tag = "-p:ContainerImageTag=" + image.Split(':')[1];
        (await workspace.PublishAsync("app", Engine.Docker, tag)).Succeeded().AssertContains("1 passed, 0 failed, 1 skipped");
        Assert.Equal("tiny", (await Engine.Docker.RunImageAsync(image)).Succeeded().Output.Trim());
        Assert.DoesNotContain((await SavedImage.OfAsync(Engine.Docker, image)).Layers.SelectMany(layer => layer.Files),
            file => file.Path.Contains("Tests", StringComparison.OrdinalIgnoreCase)
                || file.Path.Contains("xunit", StringComparison.OrdinalIgnoreCase));

        // An edited test runs again, and nothing is published again for it.
        var id = await Engine.Docker.IdAsync(image);
        await File.AppendAllTextAsync(workspace.Path("tests/tiny.Tests/TinyTests.cs"), "// edited\n");
        var edited = (await workspace.PublishAsync("app", Engine.Docker, tag)).Succeeded();
        Assert.Contains(edited.Output.Split('\n'),
            line => line.Contains("[publish 1/1]", StringComparison.Ordinal) && line.TrimEnd()
                .EndsWith(" CACHED", StringComparison.Ordinal));

        workspace.Write("tests/tiny.Tests/MoreTests.cs",
            "public class MoreTests { [Xunit.Fact] public void Fails() => Xunit.Assert.Fail(\"no\"); }");
        (await workspace.PublishAsync("app", Engine.Docker, tag)).AssertOneError("MST5201");
        Assert.Equal(id, await Engine.Docker.IdAsync(image));
        var plain = await Engine.Docker.RunAsync("build", "--network=host", "--file", workspace.Generated("app", "Dockerfile"),
            workspace.Folder);
        Assert.NotEqual(0, plain.ExitCode);
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_test_program_on_the_platform_writes_its_results()
    {
        using var workspace = NewWorkspace(packages: """<PackageReference Include="xunit.v3" Version="3.2.2" />""");
        workspace.Write("tests/tiny.Tests/MoreTests.cs",
            "public class MoreTests { [Xunit.Fact] public void Fails() => Xunit.Assert.Fail(\"no\"); }");
        var failed = await workspace.PublishAsync("app", Engine.Docker, Target);
        Assert.Contains("MoreTests.cs(1): error MST5201: The test 'MoreTests.Fails' failed: no.", failed.AssertOneError("MST5201"),
            StringComparison.Ordinal);
        File.Delete(workspace.Path("tests/tiny.Tests/MoreTests.cs"));
        (await workspace.PublishAsync("app", Engine.Docker, Target)).Succeeded()
            .AssertContains("tiny.Tests: 1 passed, 0 failed, 1 skipped");
        File.Delete(workspace.Path("tests/tiny.Tests/TinyTests.cs"));
        (await workspace.PublishAsync("app", Engine.Docker, Target)).AssertOneError("MST5203");
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_embedded_engine_names_those_that_can()
    {
        using var workspace = NewWorkspace();
        Assert.Contains("ContainerEngine=docker", (await workspace.PublishEmbeddedAsync("app", Target)).AssertOneError("MST5207"),
            StringComparison.Ordinal);
        Assert.Contains("ContainerTestBeforePublish",
            (await workspace.PublishEmbeddedAsync("app", "-p:ContainerTestBeforePublish=true")).AssertOneError("MST5207"),
            StringComparison.Ordinal);
    }

    private const string Adapter = """
        <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
        <PackageReference Include="xunit.runner.visualstudio" Version="4.0.1" />
        <PackageReference Include="xunit.v3" Version="3.2.2" />
        """;

    private static Workspace NewWorkspace(string properties = "", string packages = Adapter) => new Workspace()
        .AddConsoleApp(properties: properties)
        .Write("All.slnx",
            """<Solution><Project Path="app/tiny.csproj" /><Project Path="tests/tiny.Tests/tiny.Tests.csproj" /></Solution>""")
        .Write("tests/tiny.Tests/tiny.Tests.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup>
                {packages}
                <ProjectReference Include="../../app/tiny.csproj" />
              </ItemGroup>
            </Project>
            """)
        .Write("tests/tiny.Tests/TinyTests.cs",
            "public class TinyTests\n{\n    [Xunit.Fact] public void Passes() { }\n    [Xunit.Fact(Skip = \"later\")] public void Waits() { }\n}\n");

    private static string Results(Workspace workspace) => workspace.Path("app/obj/container/net10.0/test-results/tiny.Tests");
}

internal static class OutputAsserts
{
    /// <summary>Asserts that a line holds all parts.</summary>
    public static void AssertContains(this CommandResult result, params string[] parts) =>
        Assert.Contains(result.Output.Split('\n'), line => parts.All(part => line.Contains(part, StringComparison.Ordinal)));
}
