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
    private readonly Lazy<string?> tree = new(() =>
    {
        try
        {
            using var stamp = new TreeStamp();
            var excluded = rules.Excluded.Select(folder => Path.GetFullPath(contextFolder / folder)).ToList();
            foreach (var file in rules.Readmitted)
                stamp.AddFile(Path.GetFullPath(contextFolder / file));
            // Restore may have found a newer version of a package that only one project of the graph sees.
            foreach (var folder in excluded)
                stamp.AddFile(Path.Combine(folder, "project.assets.json"));
            var cache = ContentStoreOptions.DefaultRoot(Environment.GetEnvironmentVariable);
            new SourceTree(RepositoryFolder.Find(Path.GetDirectoryName(projectFile)!), [.. excluded, .. written, cache]).AddTo(stamp);
            return stamp.Value;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    });

    /// <summary>The stamp; empty when it cannot be told.</summary>
    /// <param name="command">What tells one publish of the project from the others.</param>
    public string Stamp(string command)
    {
        if (tree.Value is not { } files)
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
