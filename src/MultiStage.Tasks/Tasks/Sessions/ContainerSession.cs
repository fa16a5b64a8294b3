namespace MultiStage.Tasks;

/// <summary>
/// What the tasks of one project instance have in common: its folder and the plan. It lives in MSBuild's memory until the
/// build ends, which also lets go of the folder.
/// </summary>
internal sealed class ContainerSession(InstanceFolder folder) : IDisposable
{
    public InstanceFolder Folder { get; } = folder;

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
