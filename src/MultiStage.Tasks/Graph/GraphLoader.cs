using System.Collections.Concurrent;
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
    /// <param name="projectFiles">Absolute paths of the entry points.</param>
    /// <param name="globalProperties">Those of the publish. A chosen framework is left out: restore reads the others too.</param>
    /// <param name="cancellation">Stops the evaluation between two projects.</param>
    /// <param name="forBuilder">Whether conditions see the environment of a builder rather than that of this machine.</param>
    public static EvaluatedGraph Load(
        IReadOnlyList<string> projectFiles, IReadOnlyDictionary<string, string> globalProperties, CancellationToken cancellation,
        bool forBuilder = true)
    {
        var properties = new Dictionary<string, string>(globalProperties, StringComparer.OrdinalIgnoreCase);
        properties.Remove("TargetFramework");
        if (forBuilder)
            foreach (var (name, value) in BuilderEnvironment.Properties)
                properties.TryAdd(name, value);
        using var collection = new ProjectCollection(properties);
        // One context for all: file system look-ups and resolved SDKs are shared between the evaluations.
        var disk = new ProbeRecorder();
        var context = EvaluationContext.Create(EvaluationContext.SharingPolicy.Shared, disk);
        // MSBuild says of a reference who refers to it, and not why it cannot be loaded.
        var reasons = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        ProjectInstance Evaluate(string path, Dictionary<string, string> globals, ProjectCollection projects)
        {
            try
            {
                return ProjectInstance.FromFile(path, new Microsoft.Build.Definition.ProjectOptions
                {
                    GlobalProperties = globals,
                    ProjectCollection = projects,
                    EvaluationContext = context,
                    LoadSettings = ProjectLoadSettings.IgnoreEmptyImports,
                });
            }
            catch (InvalidProjectFileException exception)
            {
                reasons[path] = exception.BaseMessage;
                throw;
            }
        }
        try
        {
            var graph = new ProjectGraph(projectFiles.Select(file => new ProjectGraphEntryPoint(file, properties)), collection, Evaluate,
                cancellation);
            return EvaluatedGraph.Of(graph, properties) with { Probed = [.. disk.Probed] };
        }
        catch (Exception exception) when (Cause(exception) is { } cause)
        {
            var reason = reasons.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)
                .FirstOrDefault(text => !cause.Contains(text, StringComparison.Ordinal)) ?? "";
            throw new ContainerException(ProjectDiagnostics.GraphFailed, projectFiles[0],
                string.Join(' ', $"{cause}\n{reason}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    .TrimEnd('.'));
        }
    }

    private static string? Cause(Exception exception) => exception switch
    {
        AggregateException aggregate => aggregate.Flatten().InnerExceptions.Select(Cause).FirstOrDefault(cause => cause is not null),
        InvalidProjectFileException invalid =>
            $"{invalid.BaseMessage} ({(invalid.ProjectFile is { Length: > 0 } file ? file : "unknown file")}{(invalid.LineNumber > 0 ? $", line {invalid.LineNumber}" : "")})",
        CircularDependencyException circular => circular.Message,
        IOException or UnauthorizedAccessException => exception.Message,
        _ => null,
    };
}
