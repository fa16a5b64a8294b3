using Microsoft.Build.Framework;
using MultiStage.Engines;

namespace MultiStage.Tasks;

/// <summary>
/// Brings the probed engine from <see cref="SelectContainerEngine"/> to <see cref="BuildContainerImage"/>: one probe a publish.
/// </summary>
internal static class EngineHandover
{
    private const string Kind = "EngineChoice";

    public static void Set(IBuildEngine engine, string project, string folder, EngineChoice choice) =>
        ProjectInstance.Set(engine, ProjectInstance.Key(engine, Kind, project, folder), choice);

    /// <summary>The engine of the name; probed once more when the tasks run in different processes.</summary>
    public static async Task<EngineChoice> TakeAsync(IBuildEngine engine, string project, string folder, string name,
        CancellationToken cancellation) =>
        ProjectInstance.Get<EngineChoice>(engine, ProjectInstance.Key(engine, Kind, project, folder)) is { } choice && choice.Name == name
            ? choice
            : await EngineSelector.SelectAsync(name, EngineSelector.Finders, cancellation).ConfigureAwait(false);
}
