using System.Security;

namespace MultiStage.EngineTests;

/// <summary>Names of folders, projects and files that a Dockerfile, an ignore file or a shell could misread.</summary>
public sealed class NameTests(Leftovers leftovers)
{
    private static readonly string[] Names =
        ["with space", "Grüße 世界", "do$llar ${x}", "sing'le", "dou\"ble", "paren (1)", "brack[et]s", "ha#sh", "#first", "!bang",
            "semi & and", "per cent%", "-dash", "comma, equals=", "at@+plus~tilde"];

    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine();

    // One image with a library for each name: a single build tries them all.
    [Theory, MemberData(nameof(Engines))]
    public async Task Any_name_that_a_file_system_allows_can_be_built(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace();
        var references =
            Names.Select(
                (name, index) => $"""<ProjectReference Include="../../libs/{ForMSBuild(name)}/{ForMSBuild(FileName(name))}.csproj" />""");
        workspace.AddConsoleApp("apps/main (app)", "the $app's #1", items: string.Join('\n', references),
            properties: "<AssemblyName>main</AssemblyName><RootNamespace>Main</RootNamespace>",
            program: $"""System.Console.WriteLine(string.Concat({string.Join(", ", Names.Select((_, index) => $"Library{index}.Type.Number"))}));""");
        foreach (var (name, index) in Names.Select((name, index) => (name, index)))
            workspace.Write($"libs/{name}/{FileName(name)}.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <AssemblyName>library{index}</AssemblyName>
                    <RootNamespace>Library{index}</RootNamespace>
                    <PackageId>library{index}</PackageId>
                  </PropertyGroup>
                </Project>
                """).Write($"libs/{name}/the code.cs",
                    $"namespace Library{index}; public static class Type {{ public static string Number => \"{index},\"; }}");
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());

        (await workspace.PublishAsync("apps/main (app)", engine, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();

        Assert.Equal(string.Concat(Names.Select((_, index) => $"{index},")), (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_assembly_and_its_files_may_have_any_name(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace().AddConsoleApp("src/Ünï $cöde (1)", "Ünï 'cöde' [2]",
            items: """<Content Include="data/**" CopyToOutputDirectory="PreserveNewest" />""",
            program: """System.Console.WriteLine("tiny " + System.IO.File.ReadAllText(System.IO.Path.Combine(System.AppContext.BaseDirectory, "data", "a $b [c] #d.txt")));""");
        workspace.Write("src/Ünï $cöde (1)/data/a $b [c] #d.txt", "content");
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());

        (await workspace.PublishAsync("src/Ünï $cöde (1)", engine, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();

        Assert.Equal("tiny content", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
    }

    // The compiler's command line takes a folder with a quote, and no file.
    private static string FileName(string name) => name.Replace("\"", "", StringComparison.Ordinal);

    private static string ForMSBuild(string name) => SecurityElement.Escape(name
        .Replace("%", "%25", StringComparison.Ordinal).Replace("$", "%24", StringComparison.Ordinal)
        .Replace("*", "%2A", StringComparison.Ordinal)
        .Replace("?", "%3F", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal)
        .Replace("@", "%40", StringComparison.Ordinal));
}
