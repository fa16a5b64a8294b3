using MultiStage.Engines;

namespace MultiStage.Tasks;

/// <summary>
/// What the tasks of one project instance have in common: its folder, the engine, the plan, and how far the build is. It
/// lives in MSBuild's memory until the build ends, which also lets go of the folder. Two instances of a project with other
/// global properties know nothing of each other, also when they are built at the same time.
/// </summary>
internal sealed class ContainerSession(InstanceFolder folder) : IDisposable
{
    public InstanceFolder Folder { get; } = folder;

    /// <summary>The engine that was found, so that one publish probes once; null before.</summary>
    public EngineChoice? Engine { get; set; }

    /// <summary>The build that is running; null for none.</summary>
    public StageProgress? Progress { get; set; }

    /// <summary>What is to be built; null before it has been planned.</summary>
    public PlannedBuild? Planned { get; set; }

    /// <summary>
    /// Under which the session of an instance is registered. MSBuild tells the instances of a project apart by their global
    /// properties, and so does this.
    /// </summary>
    public static object Key(string project, IReadOnlyDictionary<string, string> globalProperties) =>
        "MultiStage.Session\n" + project + "\n" + TaskInputs.Text(globalProperties);

    public void Dispose() => Folder.Dispose();
}
