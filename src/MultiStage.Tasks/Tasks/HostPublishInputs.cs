using MultiStage.Engines.Contract;
using MultiStage.Graph;
using MultiStage.Images;
using MultiStage.Publishing;

namespace MultiStage.Tasks;

/// <summary>Tells with one stamp everything that decides what a publish on this machine leaves.</summary>
/// <param name="projectFile">The published project.</param>
/// <param name="plan">Its text decides how it is published.</param>
/// <param name="rules">What of the context are inputs, and what is none.</param>
/// <param name="contextFolder">The build context.</param>
/// <param name="written">Absolute paths of what lies in the repository and is no input: where the image goes, and NuGet's packages.</param>
internal sealed class HostPublishInputs(string projectFile, string plan, ContextRules rules, HostPath contextFolder,
    IEnumerable<string> written)
{
    private readonly Lazy<SeenTree> tree = new(() =>
    {
        var list = new TreeList();
        try
        {
            using var stamp = new TreeStamp(list: list);
            var excluded = rules.Excluded.Select(folder => Path.GetFullPath(contextFolder / folder)).ToList();
            foreach (var file in rules.Readmitted)
                stamp.AddFile(Path.GetFullPath(contextFolder / file));
            // Restore may have found a newer version of a package that only one project of the graph sees.
            foreach (var folder in excluded)
                stamp.AddFile(Path.Combine(folder, "project.assets.json"));
            var cache = ContentStoreOptions.DefaultRoot(Environment.GetEnvironmentVariable);
            var sources = new SourceTree(RepositoryFolder.Find(Path.GetDirectoryName(projectFile)!), [.. excluded, .. written, cache]);
            sources.AddTo(stamp);
            return new SeenTree(stamp.Value, list, sources.IntermediateFolders);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new SeenTree(null, list, []);
        }
    });

    private sealed record SeenTree(string? Stamp, TreeList Files, IReadOnlyCollection<string> IntermediateFolders);

    /// <summary>
    /// Before a publish that runs: has it begin anew where a file has changed whose time is older than what was built from it,
    /// because MSBuild would take the old output. Keeps the list of files for the next one.
    /// </summary>
    /// <param name="publish">The publish, whose folder may be removed.</param>
    /// <param name="buildFolder">The folder below each project's own where its outputs are, e.g. <c>obj/container/build/x/</c>.</param>
    /// <returns>The files; empty when MSBuild sees all that has changed.</returns>
    public IReadOnlyList<string> BeginAnew(HostPublish publish, string buildFolder)
    {
        var place = Path.TrimEndingDirectorySeparator(publish.Folder) + ".tree";
        var outputs = tree.Value.IntermediateFolders.Select(folder => Path.GetFullPath(buildFolder, Path.GetDirectoryName(folder)!))
            .Append(publish.Folder).Where(Directory.Exists).ToList();
        var built = outputs.Select(Latest).DefaultIfEmpty().Max();
        var hidden = TreeList.Read(place) is { } before ? tree.Value.Files.HiddenFromTimes(before, built).ToList() : [];
        if (hidden.Count > 0)
            foreach (var folder in outputs)
                Directory.Delete(folder, recursive: true);
        tree.Value.Files.Write(place);
        return hidden;
    }

    private static DateTime Latest(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.LastWriteTimeUtc)
            .DefaultIfEmpty().Max();

    /// <summary>The stamp; empty when it cannot be told.</summary>
    /// <param name="command">What tells one publish of the project from the others.</param>
    public string Stamp(string command)
    {
        if (tree.Value.Stamp is not { } files)
            return "";
        using var stamp = new TreeStamp();
        return stamp.AddText(files)
            .AddText(typeof(HostPublishInputs).Module.ModuleVersionId.ToString())
            // The path of MSBuild has the version of the .NET SDK in it.
            .AddText(typeof(Microsoft.Build.Framework.ITask).Assembly.Location)
            .AddText(EnvironmentStamp.Text(Environment.GetEnvironmentVariables()))
            .AddText(plan)
            .AddText(command)
            .Value!;
    }
}
