using System.Text.RegularExpressions;
using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>A front end as the target <c>PublishRunWebpack</c> of a template builds it.</summary>
/// <param name="Folder">Absolute path of the folder that its commands run in.</param>
/// <param name="Command">The commands that build, without those that install packages.</param>
/// <param name="OutputFolder">The folder whose files are published, relative to <paramref name="Folder"/>.</param>
/// <param name="Destination">Where they are published, below the app's folder.</param>
internal sealed partial record SpaTarget(string Folder, string Command, string OutputFolder, string Destination)
{
    public const string Name = "PublishRunWebpack";

    /// <summary>Reads the target of the project; null when there is none, or when it does something else than the templates.</summary>
    public static SpaTarget? Read(EvaluatedProject project)
    {
        var instance = project.Instances[^1];
        if (!instance.Targets.TryGetValue(Name, out var target))
            return null;
        var commands = target.Tasks.Where(task => task.Name == "Exec" && Holds(task.Condition, instance)).Select(task => new Exec(
            project.Absolute(Text("WorkingDirectory", task, instance)), Text("Command", task, instance).Trim())).ToList();
        var folders = commands.Select(command => Path.TrimEndingDirectorySeparator(command.Folder))
            .Distinct(StringComparer.Ordinal).ToList();
        var builds = commands.Where(command => !Install().IsMatch(command.Line)).Select(command => command.Line).ToList();
        var outputs = target.Children.OfType<ProjectItemGroupTaskInstance>().SelectMany(group => group.Items)
            .Where(item => item.ItemType == "DistFiles" && Holds(item.Condition, instance))
            .SelectMany(
                item => instance.ExpandString(item.Include)
                    .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        // Older templates name a second folder, which a second command would write.
        if (folders is not [var folder] || builds.Count != 1 || outputs.Count == 0 || FilesBelow()
            .Match(outputs[0].Replace('\\', '/')) is not { Success: true } output)
            return null;
        var below = Path.GetRelativePath(folder, project.Absolute(output.Groups["folder"].Value)).Replace('\\', '/');
        return below is "." || below.StartsWith("..", StringComparison.Ordinal)
            || Place(target, instance, project, Path.Combine(folder, below)) is not { } destination
            ? null
            : new SpaTarget(folder, builds[0], below, destination);
    }

    // Either a folder with what is below the pattern, or the place that the file has in the project.
    private static string? Place(ProjectTargetInstance target, ProjectInstance instance, EvaluatedProject project, string output)
    {
        var path = target.Children.OfType<ProjectItemGroupTaskInstance>().SelectMany(group => group.Items)
            .Where(item => item.ItemType == "ResolvedFileToPublish")
            .SelectMany(item => item.Metadata).Where(metadata => metadata.Name == "RelativePath")
            .Select(metadata => metadata.Value.Replace('\\', '/')).FirstOrDefault() ?? "";
        if (path is "%(DistFiles.Identity)" or "%(Identity)" or "@(DistFiles)")
            return Path.GetRelativePath(project.Folder, output) is var kept && !kept.StartsWith("..", StringComparison.Ordinal)
                ? kept.Replace('\\', '/')
                : null;
        return BelowFolder().Match(path) is { Success: true } match
            ? instance.ExpandString(match.Groups["folder"].Value.TrimEnd('/'))
            : null;
    }

    private static string Text(string parameter, ProjectTaskInstance task, ProjectInstance instance) =>
        task.Parameters.TryGetValue(parameter, out var value) ? instance.ExpandString(value) : "";

    private static bool Holds(string condition, ProjectInstance instance) => condition.Length == 0 || instance.EvaluateCondition(condition);

    [GeneratedRegex(@"^(npm|pnpm|yarn)(\s+(install|ci|i))?(\s+-\S+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Install();

    [GeneratedRegex(@"^(?<folder>[^*?]+)/\*\*(/\*(\.\*)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex FilesBelow();

    [GeneratedRegex(@"^(?<folder>[^%@]+/)%\(RecursiveDir\)%\(File[Nn]ame\)%\(Extension\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex BelowFolder();

    private sealed record Exec(string Folder, string Line);
}
