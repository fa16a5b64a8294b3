using System.Buffers;
using System.Text.RegularExpressions;
using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>
/// Projects that a target builds or runs without a reference to them: an MSBuild task, or an Exec that names the file.
/// Evaluation does not follow targets, so nothing else tells of them before the builder misses them.
/// </summary>
internal static partial class TaskProjects
{
    // What no path of a project file has.
    private static readonly SearchValues<char> NoPath = SearchValues.Create("*?%|<>\n");

    /// <param name="graph">The projects of the graph.</param>
    /// <param name="tools">Targets from there are not the repository's.</param>
    /// <param name="repository">Projects elsewhere are nobody's to bring along.</param>
    /// <returns>Absolute paths, with the targets that name them.</returns>
    public static IReadOnlyList<(string Project, string Target)> Read(IReadOnlyList<EvaluatedProject> graph, ToolFolders tools,
        string repository)
    {
        var known = graph.Select(project => project.FullPath).ToHashSet(StringComparer.Ordinal);
        var found = from project in graph
                    from instance in project.Instances
                    from target in instance.Targets.Values
                    where target.FullPath.Length > 0 && PathQuestions.IsBelow(target.FullPath, repository)
                        && !tools.Contains(target.FullPath)
                    from task in target.Children.OfType<ProjectTaskInstance>()
                    from name in Names(task, instance)
                    let path = project.Absolute(name)
                    where !known.Contains(path) && PathQuestions.IsBelow(path, repository) && File.Exists(path)
                    select (path, target.Name);
        return [.. found.DistinctBy(pair => pair.path).OrderBy(pair => pair.path, StringComparer.Ordinal)];
    }

    // Items that only exist once targets have run expand to nothing here, and stay unknown.
    private static IEnumerable<string> Names(ProjectTaskInstance task, ProjectInstance instance) => task.Name switch
    {
        "MSBuild" when task.Parameters.TryGetValue("Projects", out var projects) =>
            instance.ExpandString(projects).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(name => IsPath(name) && name.EndsWith("proj", StringComparison.OrdinalIgnoreCase)),
        "Exec" when task.Parameters.TryGetValue("Command", out var command) =>
            ProjectFile().Matches(instance.ExpandString(command)).Select(match => match.Value.Trim('"', '\'')).Where(IsPath),
        _ => [],
    };

    private static bool IsPath(string text) => text.Length > 0 && text.AsSpan().IndexOfAny(NoPath) < 0;

    [GeneratedRegex("""("[^"\r\n]+\.\w+proj"|'[^'\r\n]+\.\w+proj'|[^\s"';&|<>]+\.\w+proj)(?![\w.])""", RegexOptions.IgnoreCase)]
    private static partial Regex ProjectFile();
}
