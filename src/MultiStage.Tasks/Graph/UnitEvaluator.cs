using System.Collections.Concurrent;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Evaluation.Context;
using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>
/// Evaluates projects of a graph with the global properties that they will be built with. MSBuild's graph gives the runtime
/// identifier of the app to all projects that it refers to; the build takes it from those that make nothing of it.
/// </summary>
/// <param name="entry">Absolute path of the published project, which gets what it is given.</param>
internal sealed class UnitEvaluator(string entry)
{
    private static readonly string[] OfRuntime = ["RuntimeIdentifier", "SelfContained"];

    private readonly EvaluationContext context = EvaluationContext.Create(EvaluationContext.SharingPolicy.Shared);
    private readonly ConcurrentDictionary<string, ProjectInstance> withoutRuntime = new(StringComparer.Ordinal);

    /// <summary>Projects that get a runtime identifier, as they are before: that is how they are asked whether they want it.</summary>
    public IEnumerable<ProjectInstance> WithoutRuntime =>
        withoutRuntime.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value);

    public ProjectInstance Evaluate(string path, Dictionary<string, string> globals, ProjectCollection projects)
    {
        if (path == entry || !OfRuntime.Any(globals.ContainsKey))
            return Instance(path, globals, projects);
        var without = Instance(path, globals.Where(property => !OfRuntime.Contains(property.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase), projects);
        if (TakesNoRuntime(without))
            return without;
        withoutRuntime[path] = without;
        return Instance(path, globals, projects);
    }

    // As Microsoft.Common.CurrentVersion.targets answers for the project.
    private static bool TakesNoRuntime(ProjectInstance project) => project.GetPropertyValue("IsRidAgnostic") is { Length: > 0 } said
        ? !said.Equals("false", StringComparison.OrdinalIgnoreCase)
        : project.GetPropertyValue("RuntimeIdentifier").Length == 0 && project.GetPropertyValue("RuntimeIdentifiers").Length == 0;

    private ProjectInstance Instance(string path, Dictionary<string, string> globals, ProjectCollection projects) =>
        ProjectInstance.FromFile(path, new Microsoft.Build.Definition.ProjectOptions
        {
            GlobalProperties = globals,
            ProjectCollection = projects,
            EvaluationContext = context,
        });
}
