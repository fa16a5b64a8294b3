using System.Text.RegularExpressions;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests;

/// <summary>The rules of docs/architecture.md that a compiler does not know.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Source = Path.Combine(Repository.Folder, "src", "MultiStage.Tasks");

    public static TheoryData<string> PureFiles => [.. Files("Planning").Concat(Files("Rendering")).Concat(Files("Model"))];

    public static TheoryData<string> AllFiles => [.. Files("")];

    [Theory]
    [MemberData(nameof(PureFiles))]
    public void Pure_rooms_touch_no_disk_clock_environment_or_process(string file) =>
        Assert.Equal([], Impure().Matches(Code(file)).Select(match => match.Value));

    [Theory]
    [MemberData(nameof(PureFiles))]
    public void Pure_rooms_know_nothing_above_them(string file)
    {
        string[] forbidden = file.Split('/')[0] switch
        {
            "Model" => ["Graph", "Engines", "Tasks", "Images", "Rendering", "Planning", "Publishing", "RuntimeFiles"],
            "Planning" => ["Graph", "Engines", "Tasks", "Images", "Rendering"],
            _ => ["Graph", "Engines", "Tasks", "Images"],
        };
        Assert.Equal([],
            forbidden.Where(room => Regex.IsMatch(Code(file), $@"\b(using (static )?MultiStage\.{room}\b|MultiStage\.{room}\.)")));
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void Only_graph_and_tasks_know_MSBuild(string file)
    {
        if (!file.StartsWith("Graph", StringComparison.Ordinal) && !file.StartsWith("Tasks", StringComparison.Ordinal))
            Assert.DoesNotContain("Microsoft.Build", Code(file), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_file_is_in_the_namespace_of_its_room(string file)
    {
        var room = file.Split('/')[0];
        var name = Regex.Match(Code(file), @"^namespace ([\w.]+);", RegexOptions.Multiline).Groups[1].Value;
        Assert.True(name == "MultiStage." + room || name.StartsWith($"MultiStage.{room}.", StringComparison.Ordinal), name);
    }

    [Fact]
    public void The_rules_see_the_files() => Assert.True(PureFiles.Count > 15 && AllFiles.Count > PureFiles.Count);

    private static string Code(string file) => Comment().Replace(File.ReadAllText(Path.Combine(Source, file)), "");

    private static IEnumerable<string> Files(string room) =>
        Directory.EnumerateFiles(Path.Combine(Source, room), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Source, file).Replace('\\', '/'))
            .Where(file =>
                !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal)
                    && file.Contains('/'))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\b(System\.IO|File\.\w+|Directory\.\w+|(?<![.\w])Path\.\w+|FileInfo|DirectoryInfo|StreamReader|StreamWriter|Process\.\w+|ProcessStartInfo|System\.Environment|(?<![.\w])Environment\.(Get|Set|Exit|Machine|User|Current|NewLine|Process|Tick)\w*|DateTime(Offset)?\.(Utc)?Now|Stopwatch|Console\.\w+|Guid\.NewGuid|Random\b|HttpClient|CultureInfo\.Current\w*)")]
    private static partial Regex Impure();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();
}
