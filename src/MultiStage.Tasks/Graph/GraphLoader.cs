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
    /// <summary>Evaluates projects and the closure of their references.</summary>
    /// <param name="projectFiles">Absolute paths.</param>
    /// <param name="globalProperties">Those of the publish. A chosen framework is left out: restore reads the others too.</param>
    /// <param name="cancellation">Stops the evaluation between two projects.</param>
    public static EvaluatedGraph Load(
        IReadOnlyList<string> projectFiles, IReadOnlyDictionary<string, string> globalProperties, CancellationToken cancellation)
    {
        var properties = new Dictionary<string, string>(globalProperties, StringComparer.OrdinalIgnoreCase);
        properties.Remove("TargetFramework");
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
            var graph = new ProjectGraph(projectFiles.Select(file => new ProjectGraphEntryPoint(file, properties)), collection, Evaluate, cancellation);
            return new EvaluatedGraph(
                [
                    .. graph.ProjectNodes.Select(node => node.ProjectInstance)
                        .GroupBy(instance => instance.FullPath, StringComparer.Ordinal)
                        .OrderBy(group => group.Key, StringComparer.Ordinal)
                        .Select(group => new EvaluatedProject(group.Key, [.. group])),
                ],
                graph.ProjectNodes.SelectMany(node => node.ProjectReferences.Select(reference => (From: node.ProjectInstance.FullPath, To: reference.ProjectInstance.FullPath)))
                    .Where(edge => edge.From != edge.To).ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal))
            {
                Probed = [.. disk.Probed],
            };
        }
        catch (Exception exception) when (Cause(exception) is { } cause)
        {
            var reason = reasons.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).FirstOrDefault(text => !cause.Contains(text, StringComparison.Ordinal)) ?? "";
            throw new ContainerException(ProjectDiagnostics.GraphFailed, projectFiles[0], string.Join(' ', $"{cause}\n{reason}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.'));
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

/// <summary>Projects with the references between them.</summary>
/// <param name="Projects">In ordinal order of their paths.</param>
/// <param name="References">From the path of a project to those that it references directly.</param>
internal sealed record EvaluatedGraph(IReadOnlyList<EvaluatedProject> Projects, ILookup<string, string> References)
{
    /// <summary>Paths that the evaluations asked the disk for.</summary>
    public IReadOnlyList<string> Probed { get; init; } = [];

    /// <summary>A project and all that it references, directly or through others.</summary>
    public HashSet<string> Closure(string project)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { project };
        var waiting = new Queue<string>([project]);
        while (waiting.TryDequeue(out var next))
            foreach (var reference in References[next])
                if (found.Add(reference))
                    waiting.Enqueue(reference);
        return found;
    }
}
