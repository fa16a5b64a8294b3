using Microsoft.Build.Evaluation;
using Microsoft.Build.Evaluation.Context;
using Microsoft.Build.Exceptions;
using Microsoft.Build.Execution;
using Microsoft.Build.Graph;
using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>Evaluates a project and the closure of its project references. Nothing is built, restored or written.</summary>
internal static class GraphLoader
{
    /// <param name="projectFile">Absolute path of the published project.</param>
    /// <param name="globalProperties">Those of the publish. A chosen framework is left out: restore reads the others too.</param>
    /// <param name="cancellation">Stops the evaluation between two projects.</param>
    public static IReadOnlyList<EvaluatedProject> Load(
        string projectFile, IReadOnlyDictionary<string, string> globalProperties, CancellationToken cancellation)
    {
        var properties = new Dictionary<string, string>(globalProperties, StringComparer.OrdinalIgnoreCase);
        properties.Remove("TargetFramework");
        using var collection = new ProjectCollection(properties);
        // One context for all: file system look-ups and resolved SDKs are shared between the evaluations.
        var context = EvaluationContext.Create(EvaluationContext.SharingPolicy.Shared);
        try
        {
            var graph = new ProjectGraph(
                [new ProjectGraphEntryPoint(projectFile, properties)], collection,
                (path, globals, projects) => ProjectInstance.FromFile(path, new Microsoft.Build.Definition.ProjectOptions
                {
                    GlobalProperties = globals,
                    ProjectCollection = projects,
                    EvaluationContext = context,
                    LoadSettings = ProjectLoadSettings.IgnoreEmptyImports,
                }),
                cancellation);
            return
            [
                .. graph.ProjectNodes.Select(node => node.ProjectInstance)
                    .GroupBy(instance => instance.FullPath, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new EvaluatedProject(group.Key, [.. group])),
            ];
        }
        catch (Exception exception) when (Cause(exception) is { } cause)
        {
            throw new ContainerException(ProjectDiagnostics.GraphFailed, projectFile, string.Join(' ', cause.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    private static string? Cause(Exception exception) => exception switch
    {
        AggregateException aggregate => aggregate.Flatten().InnerExceptions.Select(Cause).FirstOrDefault(cause => cause is not null),
        InvalidProjectFileException invalid => $"{invalid.BaseMessage} ({(invalid.ProjectFile is { Length: > 0 } file ? file : "unknown file")}{(invalid.LineNumber > 0 ? $", line {invalid.LineNumber}" : "")})",
        CircularDependencyException circular => circular.Message,
        IOException or UnauthorizedAccessException => exception.Message,
        _ => null,
    };
}
