using System.Text;

namespace MultiStage.EvaluationTests;

/// <summary>The law that no known input is missing: whatever evaluation reads or looks for in the repository reaches the builder.</summary>
public sealed class KnownInputTests
{
    private const int Projects = 200;

    [Fact]
    public async Task What_evaluation_touches_reaches_the_builder()
    {
        using var repository = new Repository();
        var expected = new List<string>();
        var restored = new List<string>();
        var markers = new List<string>();
        var random = new Random(11);
        for (var index = 0; index < Projects; index++)
        {
            var name = $"P{index}";
            var body = new StringBuilder();
            // Two kinds of reading a project, so that they meet in all pairs sooner or later.
            foreach (var kind in new[] { index % Kinds, random.Next(Kinds) }.Distinct())
                body.Append(Write(kind, repository, $"f{index}k{kind}", expected, restored, markers));
            repository.Library($"lib/{name}/{name}.csproj", body.ToString());
        }
        var references =
            string.Concat(
                Enumerable.Range(0, Projects).Select(index => $"<ProjectReference Include=\"../../lib/P{index}/P{index}.csproj\" />"));
        repository.App("src/App/App.csproj", $"<ItemGroup>{references}</ItemGroup>");

        var generation = await repository.GenerateAsync("src/App/App.csproj");
        generation.Result.Succeeded();
        Assert.True(expected.Count > Projects);
        Assert.Equal([], expected.Where(path => !generation.Travels(path)));
        var plan = generation.PlanText;
        Assert.Equal([], restored.Where(path => !plan.Contains($"\"{path}\"", StringComparison.Ordinal)));
        Assert.Equal([], markers.Where(path => !generation.Command("build").Contains("./" + path)));
        // Nobody names these, or only asks whether they are there.
        Assert.Equal([], markers.Concat(["secret.key", ".env", "shared/.env", ".git/config"]).Where(generation.Travels));
    }

    private const int Kinds = 13;

    private static string Write(int kind, Repository repository, string id, List<string> expected, List<string> restored,
        List<string> markers)
    {
        string Shared(string path, string text = "x", bool isRestored = false)
        {
            repository.Write(path, text);
            expected.Add(path);
            if (isRestored)
                restored.Add(path);
            return "../../" + path;
        }
        switch (kind)
        {
            case 0:
                Shared($"shared/{id}.txt", "1.2.3", isRestored: true);
                return $"<PropertyGroup><V{id}>$([System.IO.File]::ReadAllText('$(MSBuildThisFileDirectory)../../shared/{id}.txt').Trim())</V{id}></PropertyGroup>";
            case 1:
                Shared($"shared/{id}.json", isRestored: true);
                return $"<PropertyGroup Condition=\"Exists('../../shared/{id}.json')\"><A{id}>1</A{id}></PropertyGroup>";
            case 2:
                repository.Write($"{id}.slnx", "<Solution />");
                markers.Add($"{id}.slnx");
                return $"<PropertyGroup><R{id}>$([MSBuild]::GetDirectoryNameOfFileAbove('$(MSBuildThisFileDirectory)', '{id}.slnx'))</R{id}></PropertyGroup>";
            case 3:
                return $"<PropertyGroup><AssemblyOriginatorKeyFile>{Shared($"keys/{id}.snk")}</AssemblyOriginatorKeyFile></PropertyGroup>";
            case 4:
                Shared($"texts/{id}.resx",
                    $"<root><data name=\"a\" type=\"System.Resources.ResXFileRef, System.Windows.Forms\"><value>{id}.bin;System.Byte[]</value></data></root>");
                Shared($"texts/{id}.bin");
                return $"<ItemGroup><EmbeddedResource Include=\"../../texts/{id}.resx\" /></ItemGroup>";
            case 5:
                Shared($"protos/{id}.proto", $"import \"deep/{id}.proto\";");
                Shared($"protos/deep/{id}.proto", $"import public 'deep/{id}b.proto' ;");
                Shared($"protos/deep/{id}b.proto");
                return $"<ItemGroup><Protobuf Include=\"..\\..\\protos\\{id}.proto\" ProtoRoot=\"..\\..\\protos\" /></ItemGroup>";
            case 6:
                Shared($"bin/{id}.dll");
                Shared($"bin/{id}.xml");
                Shared($"bin/de/{id}.resources.dll");
                return $"<ItemGroup><Reference Include=\"{id}\"><HintPath>../../bin/{id}.dll</HintPath></Reference></ItemGroup>";
            case 7:
                Shared($"shared/{id}.flag", isRestored: true);
                return $"<PropertyGroup><F{id}>$([System.IO.File]::Exists(`$([System.IO.Path]::Combine($(MSBuildProjectDirectory), '../../shared/{id}.flag'))`))</F{id}></PropertyGroup>";
            case 8:
                Shared($"lists/{id}/a.list", isRestored: true);
                return $"<PropertyGroup><L{id}>$([System.IO.Directory]::GetFiles('$(MSBuildThisFileDirectory)../../lists/{id}', '*.list'))</L{id}></PropertyGroup>";
            case 9:
                Shared($"rules/{id}.ruleset",
                    $"<RuleSet Name=\"a\" ToolsVersion=\"15.0\"><Include Path=\"{id}-base.ruleset\" Action=\"Default\" /></RuleSet>");
                Shared($"rules/{id}-base.ruleset", "<RuleSet Name=\"b\" ToolsVersion=\"15.0\" />");
                return $"<PropertyGroup><CodeAnalysisRuleSet>../../rules/{id}.ruleset</CodeAnalysisRuleSet></PropertyGroup>";
            case 10:
                return $"<ItemGroup><None Include=\"{Shared($"node_modules/{id}/x.user")}\" Link=\"x.user\" CopyToOutputDirectory=\"Always\" /><Compile Include=\"{Shared($"Dockerfile.d/{id}.cs", "")}\" /></ItemGroup>";
            case 11:
                Shared($"eng/{id}.props.user", "<Project />", isRestored: true);
                return $"<Import Project=\"../../eng/{id}.props.user\" />";
            default:
                Shared($"tasks/{id}.dll", isRestored: true);
                Shared($"inputs/{id}.txt", isRestored: true);
                return $"<UsingTask TaskName=\"{id}\" AssemblyFile=\"$(MSBuildThisFileDirectory)../../tasks/{id}.dll\" /><ItemGroup><ContainerRestoreInput Include=\"../../inputs/{id}.txt\" /></ItemGroup>";
        }
    }
}
