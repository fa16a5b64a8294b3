using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Engines.Embedded;
using MultiStage.Planning;
using MultiStage.Publishing;
using MultiStage.Rendering;

namespace MultiStage.Tasks;

/// <summary>
/// Makes ready what the embedded engine needs from this machine: which publishes to run, with which properties, and
/// whether a restore has to go before. Removes what earlier publishes left in the folders.
/// </summary>
public sealed class PrepareHostPublish : ContainerTask
{
    /// <summary>Absolute path of the plan's JSON.</summary>
    [Required]
    public string PlanPath { get; set; } = "";

    /// <summary>Absolute path of the build context; the compiler is told that it is <c>/src</c>, as it is in a builder.</summary>
    [Required]
    public string ContextFolder { get; set; } = "";

    /// <summary>Folder for what is published; absolute or relative to the project.</summary>
    [Required]
    public string IntermediateFolder { get; set; } = "";

    /// <summary>The framework that is published, e.g. <c>net10.0</c>.</summary>
    [Required]
    public string TargetFramework { get; set; } = "";

    /// <summary>Absolute path of <c>project.assets.json</c>; it may be missing.</summary>
    [Required]
    public string AssetsFile { get; set; } = "";

    /// <summary>The runtime identifier of this machine's .NET SDK, e.g. <c>linux-x64</c>.</summary>
    [Required]
    public string HostRuntimeIdentifier { get; set; } = "";

    /// <summary>Runtime identifiers that are asked for, separated by ';'; empty for this machine's architecture.</summary>
    public string RuntimeIdentifiers { get; set; } = "";

    /// <summary><c>NoBuild</c>: what was built before is published as it is.</summary>
    public bool NoBuild { get; set; }

    /// <summary>Absolute path of the targets that every project of such a publish imports.</summary>
    [Required]
    public string HostTargets { get; set; } = "";

    /// <summary><c>ContainerBuildArgument</c> items; metadata <c>Value</c>.</summary>
    public ITaskItem[] BuildArguments { get; set; } = [];

    /// <summary>
    /// The publishes: metadata <c>Platform</c>, <c>PublishFolder</c>, <c>RootFolder</c>, <c>Properties</c> (for the MSBuild
    /// task) and <c>NeedsRestore</c>.
    /// </summary>
    [Output]
    public ITaskItem[] Publishes { get; set; } = [];

    private protected override void Run()
    {
        var plan = PlanJson.Read(File.ReadAllText(PlanPath));
        var folder = Path.GetFullPath(IntermediateFolder, Path.GetDirectoryName(ProjectFile)!);
        var commands = HostCommand.Of(plan, RuntimeIdentifiers, HostRuntimeIdentifier, NoBuild);
        Publishes = [.. commands.Select(command => Item(command, folder))];
    }

    private TaskItem Item(HostCommand command, string folder)
    {
        var name = command.RuntimeIdentifier.Length > 0 ? command.RuntimeIdentifier : "any";
        var publishFolder = Path.Combine(folder, "publish", name) + Path.DirectorySeparatorChar;
        var rootFolder = command.NeedsRoot ? Path.Combine(folder, "root", name) + Path.DirectorySeparatorChar : "";
        RemoveStale(publishFolder);

        var properties = new List<NameValue>
        {
            new("ContainerStage", Planner.PublishStage),
            new("ContainerRoot", rootFolder),
            new("_IsPublishing", "true"),
            new("PublishDir", publishFolder),
        };
        if (command.RuntimeIdentifier.Length > 0)
            properties.AddRange([new("RuntimeIdentifier", command.RuntimeIdentifier), new("_CommandLineDefinedRuntimeIdentifier", "true")]);
        if (!NoBuild)
            properties.AddRange([new("CustomBeforeMicrosoftCommonTargets", HostTargets), new("MultiStageContextFolder", Path.TrimEndingDirectorySeparator(ContextFolder) + Path.DirectorySeparatorChar)]);
        properties.AddRange(BuildArguments.Pairs());

        var item = new TaskItem(name);
        item.SetMetadata("Platform", command.Platform);
        item.SetMetadata("PublishFolder", publishFolder);
        item.SetMetadata("RootFolder", rootFolder);
        item.SetMetadata("NeedsRestore", command.RuntimeIdentifier.Length > 0 && !NoBuild && !RestoredAssets.Have(AssetsFile, TargetFramework, command.RuntimeIdentifier) ? "true" : "false");
        // Once for the list of properties, once for the metadata.
        item.SetMetadata("Properties", string.Join(';', properties.Select(property => property.Name + "=" + ProjectCollection.Escape(property.Value))));
        return item;
    }

    // A file that the last publish listed may stay for an incremental copy; any other came from a hook, which shall
    // write it again or have it gone.
    private static void RemoveStale(string folder)
    {
        var known = PublishList.Read(folder);
        PublishedFolder.Delete(folder, path => !known.Contains(path));
    }
}
