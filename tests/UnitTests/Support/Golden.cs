using MultiStage.Planning;
using MultiStage.Rendering;

namespace MultiStage.UnitTests.Support;

/// <summary>Compares what is rendered with the files of tests/golden/CASE, or writes them when MULTISTAGE_UPDATE_GOLDEN is 1.</summary>
internal static class Golden
{
    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("MULTISTAGE_UPDATE_GOLDEN") == "1";

    public static string Folder => Path.Combine(Repository.Folder, "tests", "golden");

    public static void Verify(string name, BuildPlan plan)
    {
        var files = new Dictionary<string, string>
        {
            ["Dockerfile.portable"] = DockerfileWriter.Write(plan, DockerfileDialect.Portable),
            ["Dockerfile.modern"] = DockerfileWriter.Write(plan, DockerfileDialect.Modern),
            ["Dockerfile.dockerignore"] = IgnoreFileWriter.Write(plan),
            ["plan.json"] = PlanJson.Write(plan),
        };
        var folder = Path.Combine(Folder, name);
        if (IsUpdate)
        {
            Directory.CreateDirectory(folder);
            foreach (var (file, text) in files)
                File.WriteAllText(Path.Combine(folder, file), text);
            return;
        }
        foreach (var (file, text) in files)
        {
            var path = Path.Combine(folder, file);
            var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
            Assert.True(expected == text, $"tests/golden/{name}/{file} differs; see tests/golden/README.md.\n{LineDiff.Between(expected, text)}");
        }
    }
}
