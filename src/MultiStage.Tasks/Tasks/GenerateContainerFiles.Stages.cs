using Microsoft.Build.Framework;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <content>The items that add stages and steps. Errors: MST5001 and those behind it, MST54xx.</content>
public sealed partial class GenerateContainerFiles
{
    /// <summary>
    /// <c>ContainerStage</c> items; metadata <c>From</c>, <c>Description</c>, <c>WorkingDirectory</c>, <c>OnBuildPlatform</c>.
    /// </summary>
    public ITaskItem[] Stages { get; set; } = [];

    /// <summary>
    /// <c>ContainerRun</c> items; metadata <c>Command</c>, <c>Id</c>, <c>Stage</c>, <c>Before</c>, <c>After</c>, <c>User</c>.
    /// </summary>
    public ITaskItem[] Runs { get; set; } = [];

    /// <summary>
    /// <c>ContainerCopy</c> items; metadata <c>Source</c>, <c>From</c>, <c>Destination</c>, <c>Id</c>, <c>Stage</c>, <c>Before</c>,
    /// <c>After</c>, <c>Owner</c>, <c>Mode</c>.
    /// </summary>
    public ITaskItem[] Copies { get; set; } = [];

    /// <summary><c>ContainerPackage</c> items; metadata <c>Version</c>, <c>Stage</c>, <c>Manager</c>.</summary>
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>Items that only their feature reads; metadata <c>MultiStageType</c> is the type of the item.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>
    /// <c>ContainerMigrations</c> items; metadata <c>Project</c>, <c>Name</c>, <c>ToolVersion</c>, <c>SelfContained</c>, <c>BaseImage</c>.
    /// </summary>
    public ITaskItem[] Migrations { get; set; } = [];

    /// <summary><c>ContainerStopSignal</c>.</summary>
    public string StopSignal { get; set; } = "";

    private StageOptions StageItems(IReadOnlyList<CopiedFiles> copies, HostPath contextFolder) => new()
    {
        Stages = Stages.StageOptions(),
        Runs = Runs.RunOptions(),
        Copies = [.. copies.Select(copy => copy.ToOption(contextFolder))],
        Packages = Packages.PackageOptions(),
        Migrations = Migrations.MigrationOptions(ProjectFolder, contextFolder),
        Items = Items.ProjectItems(),
        StopSignal = StopSignal,
        Debug = DebugItems(),
        // A file in the source tree is the same whatever is built from it.
        Asked = Dockerfile.Length == 0 ? Target : "",
        Tests = TestOptions(),
    };
}
