using System.Globalization;
using System.Text;

namespace MultiStage.Benchmarks.Solutions;

/// <summary>
/// A solution of libraries in levels, each of which references some of the level below, and a web app on top. The app answers
/// `--print` with a sum that every library takes part in: an edit that did not reach the image shows.
/// </summary>
/// <param name="Projects">Number of projects, the app included.</param>
/// <param name="Rich">Whether Razor class libraries, multi-targeting libraries and a source generator are among them.</param>
internal sealed record GeneratedSolution(int Projects, bool Rich)
{
    private const int Levels = 8;

    private readonly List<List<string>> levels = MakeLevels(Projects);

    public string Name => $"{Projects}{(Rich ? "-rich" : "")}";

    /// <summary>The library in the middle that edits of libraries change.</summary>
    public string Middle => levels[levels.Count / 2][0];

    public IEnumerable<string> ProjectNames => [.. levels.SelectMany(level => level), .. Rich ? ["Generator"] : Array.Empty<string>(), "App"];

    public static string ProjectPath(string name) => $"src/{name}/{name}.csproj";

    /// <summary>Writes everything below <paramref name="root"/>, which is then a repository of its own.</summary>
    public void Write(string root)
    {
        void File(string path, string text)
        {
            var full = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            System.IO.File.WriteAllText(full, text.ReplaceLineEndings("\n"));
        }

        Directory.CreateDirectory(Path.Combine(root, ".git"));
        File("nuget.config", """<configuration><packageSources><add key="local" value="packages" /></packageSources></configuration>""");
        File(".dockerignore", "**/bin\n**/obj\n.git\n");
        File("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NoWarn>$(NoWarn);NU1603;RS1036;RS1041</NoWarn>
              </PropertyGroup>
            </Project>
            """);
        File("Directory.Packages.props", """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Humanizer.Core" Version="2.14.1" />
                <PackageVersion Include="Microsoft.CodeAnalysis.CSharp" Version="4.14.0" />
                <PackageVersion Include="Microsoft.AspNetCore.Components.Web" Version="10.0.0" />
              </ItemGroup>
            </Project>
            """);
        for (var level = 0; level < levels.Count; level++)
            for (var i = 0; i < levels[level].Count; i++)
                Library(File, level, i);
        if (Rich)
            Generator(File);
        App(File);
    }

    private void Library(Action<string, string> file, int level, int index)
    {
        var name = levels[level][index];
        var below = level == 0 ? [] : References(levels[level - 1], index);
        var razor = Rich && index % 4 == 1;
        var targets = Rich && index % 4 == 2 && level < 2;
        var items = new StringBuilder();
        foreach (var reference in below)
            items.Append(CultureInfo.InvariantCulture, $"""<ProjectReference Include="../{reference}/{reference}.csproj" />""").Append('\n');
        if (level == 0)
            items.Append("""<PackageReference Include="Humanizer.Core" />""").Append('\n');
        if (razor)
            items.Append("""<FrameworkReference Include="Microsoft.AspNetCore.App" />""").Append('\n');
        if (Rich && index % 4 == 3)
            items.Append("""<ProjectReference Include="../Generator/Generator.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />""").Append('\n');
        file(ProjectPath(name), $"""
            <Project Sdk="Microsoft.NET.Sdk{(razor ? ".Razor" : "")}">
            {(targets ? "<PropertyGroup><TargetFramework /><TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><LangVersion>latest</LangVersion></PropertyGroup>" : "")}
            <ItemGroup>
            {items}</ItemGroup>
            </Project>
            """);
        if (razor)
        {
            file($"src/{name}/{name}View.razor", $"<p>{name} says @Value</p>\n@code {{ [Parameter] public int Value {{ get; set; }} }}\n");
            file($"src/{name}/_Imports.razor", "@using Microsoft.AspNetCore.Components\n");
            file($"src/{name}/wwwroot/{name}.css", $"p {{ color: #{index:x6}; }}\n");
        }
        var sum = string.Join(" + ", [$"{name}Body.Compute()", .. below.Select(reference => $"{reference}.{reference}Api.Value()")]);
        file($"src/{name}/Api.cs", $$"""
            namespace {{name}};

            public static class {{name}}Api
            {
                public static int Value() => unchecked({{sum}});
            }
            """);
        file($"src/{name}/Body.cs", Body(name, "0"));
        for (var part = 0; part < 4; part++)
            file($"src/{name}/Part{part}.cs", Part(name, part));
    }

    internal static string Body(string name, string edit) => $$"""
        namespace {{name}};

        internal static class {{name}}Body
        {
            internal static int Compute() => {{name}}Part0.Sum(3) + {{edit}};
        }
        """;

    // Work for the compiler, of the size of an everyday class.
    private static string Part(string name, int part)
    {
        var text = new StringBuilder($"namespace {name};\n\npublic sealed class {name}Part{part}\n{{\n");
        for (var i = 0; i < 12; i++)
            text.Append(CultureInfo.InvariantCulture, $$"""
                    public int Property{{i}} { get; set; } = {{part + i}};
                    public static int Method{{i}}(int value) => Enumerable.Range(0, value).Where(n => n % {{i + 2}} == 0).Select(n => n * {{i + 1}}).Sum();

                """);
        text.Append("    public static int Sum(int value) => ").AppendJoin(" + ", Enumerable.Range(0, 12).Select(i => $"Method{i}(value)"))
            .Append(";\n}\n");
        return text.ToString().Replace("namespace", "using System.Linq;\n\nnamespace", StringComparison.Ordinal);
    }

    private static void Generator(Action<string, string> file)
    {
        file(ProjectPath("Generator"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>netstandard2.0</TargetFramework>
                <LangVersion>latest</LangVersion>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.CodeAnalysis.CSharp" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
        file("src/Generator/MarkGenerator.cs", """
            using Microsoft.CodeAnalysis;

            namespace Generator;

            [Generator]
            public sealed class MarkGenerator : IIncrementalGenerator
            {
                public void Initialize(IncrementalGeneratorInitializationContext context) =>
                    context.RegisterPostInitializationOutput(output =>
                        output.AddSource("Mark.g.cs", "internal static class GeneratedMark { internal const int Value = 7; }"));
            }
            """);
    }

    private void App(Action<string, string> file)
    {
        var references = string.Join('\n', levels[^1].Select(name => $"""    <ProjectReference Include="../{name}/{name}.csproj" />"""));
        file(ProjectPath("App"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <Sdk Name="MultiStage.Sdk" Version="1.0.0" />
              <ItemGroup>
            {references}
              </ItemGroup>
            </Project>
            """);
        file("src/App/Program.cs", $$"""
            var sum = unchecked({{string.Join(" + ", levels[^1].Select(name => $"{name}.{name}Api.Value()"))}} + App.Edit.Value);
            if (args.Contains("--print"))
            {
                Console.WriteLine($"sum {sum}");
                return;
            }
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/", () => sum);
            app.Run();
            """);
        file("src/App/Edit.cs", AppEdit("0"));
    }

    internal static string AppEdit(string edit) => $$"""
        namespace App;

        internal static class Edit
        {
            internal static int Value => {{edit}};
        }
        """;

    private static IReadOnlyList<string> References(List<string> below, int index) =>
        [.. new[] { index, index + 1, index * 3 + 2 }.Select(i => below[i % below.Count]).Distinct()];

    private static List<List<string>> MakeLevels(int projects)
    {
        var count = projects - 1;
        var depth = Math.Min(Levels, Math.Max(1, count / 3));
        var made = new List<List<string>>();
        for (var level = 0; level < depth; level++)
            made.Add([.. Enumerable.Range(0, count / depth + (level < count % depth ? 1 : 0)).Select(i => $"Lib{level}_{i}")]);
        return made;
    }
}
