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
        foreach (var (file, text) in files)
            VerifyFile(name, file, text);
    }

    /// <summary>One file of a case.</summary>
    public static void VerifyFile(string name, string file, string text)
    {
        var path = Path.Combine(Folder, name, file);
        if (IsUpdate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return;
        }
        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(expected == text,
            $"tests/golden/{name}/{file} differs; see tests/golden/README.md.\n{LineDiff.Between(expected, text)}");
    }
}
