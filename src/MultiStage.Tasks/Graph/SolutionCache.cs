using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiStage.Planning;

namespace MultiStage.Graph;

/// <summary>
/// Keeps an evaluated solution as long as no file that evaluation read has changed. Environment variables, and files that
/// appear where a wildcard of another folder finds them, are not looked at: what depends on those must not be taken from
/// here. The embedded engine takes the way of publishing and the context folder, a Dockerfile takes everything.
/// </summary>
internal static partial class SolutionCache
{
    // A file of these names is read wherever it appears above a project.
    private static readonly string[] FoundByName =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Solution.props", "global.json", "nuget.config", "NuGet.config", "NuGet.Config"];

    /// <summary>The solution, or null when it was never kept or something has changed since.</summary>
    /// <param name="path">The file that keeps it.</param>
    /// <param name="key">Everything else that decides the evaluation: version of the tasks, global properties.</param>
    public static EvaluatedSolution? Read(string path, string key)
    {
        try
        {
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(path), CacheContext.Default.KeptSolution);
            return kept is not null && kept.Key == key && kept.Stamps.All(stamp => Stamp(stamp.Key) == stamp.Value) ? new EvaluatedSolution(kept.ContextFolder, kept.Model) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a solution.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">As for <see cref="Read"/>.</param>
    /// <param name="solution">What was evaluated.</param>
    /// <param name="assetsFile">Absolute path of the published project's <c>project.assets.json</c>, which follows every change of a reference.</param>
    public static void Write(string path, string key, EvaluatedSolution solution, string assetsFile)
    {
        var files = solution.Model.Projects.SelectMany(project => project.RestoreInputs).Concat(solution.Model.SharedInputs)
            .Select(file => Path.Combine(solution.ContextFolder, file))
            .Concat(solution.Model.Projects.SelectMany(project => FoundAbove(Path.Combine(solution.ContextFolder, project.Path))))
            .Append(assetsFile);
        var stamps = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
            stamps[file] = Stamp(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new KeptSolution(key, solution.ContextFolder, solution.Model, stamps), CacheContext.Default.KeptSolution));
    }

    private static IEnumerable<string> FoundAbove(string projectFile)
    {
        for (var folder = Path.GetDirectoryName(projectFile); folder is not null; folder = Path.GetDirectoryName(folder))
            foreach (var name in FoundByName)
                yield return Path.Combine(folder, name);
    }

    private static string Stamp(string path) =>
        new FileInfo(path) is { Exists: true } file ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "";

    private sealed record KeptSolution(string Key, string ContextFolder, SolutionModel Model, SortedDictionary<string, string> Stamps);

    [JsonSerializable(typeof(KeptSolution))]
    private sealed partial class CacheContext : JsonSerializerContext;
}
