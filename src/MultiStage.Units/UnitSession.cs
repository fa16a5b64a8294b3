using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;

namespace MultiStage.Units;

/// <summary>
/// Builds units with MSBuild, each in isolation: what it asks of others comes from the results that were kept of them. A
/// session of MSBuild writes the results of one project only, so each unit has its own; files that projects import are
/// read once for all.
/// </summary>
internal sealed class UnitSession(UnitPlan plan, UnitResults results, IReadOnlyList<KeyValuePair<string, string>> properties) : IDisposable
{
    private readonly UnitLog log = new(plan.Root);
    private readonly ProjectCollection collection = new();

    /// <summary>Builds a unit whose references are built.</summary>
    /// <returns>Null when it failed; the errors are printed.</returns>
    public BuildResult? Build(int index)
    {
        var unit = plan.Units[index];
        var project = Path.Combine(plan.Root, unit.Project);
        var globals = unit.Properties.Concat(properties).GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.OrdinalIgnoreCase);
        log.Begin(project);
        using var manager = new BuildManager("units");
        manager.BeginBuild(new BuildParameters(collection)
        {
            Loggers = [log.Console, log],
            // It keeps the answers to what was asked for, and not those to every target on the way, which would be a
            // hundred times as much. What it lets pass is an error here: see UnitLog.
            ProjectIsolationMode = ProjectIsolationMode.MessageUponIsolationViolation,
            InputResultsCacheFiles = results.Of(index),
            OutputResultsCacheFile = results.FileFor(index),
            MaxNodeCount = 1,
            EnableNodeReuse = false,
        });
        var result = manager.BuildRequest(new BuildRequestData(
            project, globals!, null, [.. unit.Targets], null, BuildRequestDataFlags.ProvideProjectStateAfterBuild));
        manager.EndBuild();
        if (log.Violation is { } other)
            throw new UnitException(UnitDiagnostics.NotIsolated, project, Path.GetRelativePath(plan.Root, other));
        if (result.OverallResult == BuildResultCode.Success && result.Exception is null && !log.HasErrors)
            return result;
        if (!log.HasErrors)
            throw new UnitException(UnitDiagnostics.UnitFailed, project,
                (result.Exception?.Message ?? "MSBuild does not say why").ReplaceLineEndings(" "));
        log.Explain();
        return null;
    }

    public void Dispose() => collection.Dispose();
}
