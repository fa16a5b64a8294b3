using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Embedded;
using MultiStage.Graph;
using MultiStage.Planning;
using MultiStage.Planning.Features.Tests;
using MultiStage.Publishing;

namespace MultiStage.Tasks;

/// <summary>
/// Makes ready what the embedded engine needs from this machine: which publishes to run, with which properties, and
/// whether a restore has to go before. A publish whose inputs have not changed need not run. Removes what earlier publishes
/// left in the folders of the others. Errors: MST3015, MST3016, MST5207.
/// </summary>
public sealed class PrepareHostPublish : ContainerTask
{
    /// <summary>Absolute path of the plan's JSON.</summary>
    [Required]
    public string PlanPath { get; set; } = "";

    /// <summary>Digest of that plan.</summary>
    [Required]
    public string PlanDigest { get; set; } = "";

    /// <summary><c>ContainerTarget</c>: the stage that the files are for.</summary>
    public string Target { get; set; } = KnownStages.Final;

    /// <summary>Absolute path of the build context; the compiler is told that it is <c>/src</c>, as it is in a builder.</summary>
    [Required]
    public string ContextFolder { get; set; } = "";

    /// <summary>Folder for what is published; absolute or relative to the project.</summary>
    [Required]
    public string IntermediateFolder { get; set; } = "";

    /// <summary><c>TargetFramework</c>.</summary>
    public string TargetFramework { get; set; } = "";

    /// <summary>Where ordinary builds of the project keep what they make, e.g. <c>obj/</c>.</summary>
    [Required]
    public string BaseIntermediateOutputPath { get; set; } = "";

    /// <summary>Absolute path of the <c>project.assets.json</c> that the ordinary restore keeps current; it may be missing.</summary>
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

    /// <summary><c>ContainerArchiveOutputPath</c> when the image goes there; relative to the project.</summary>
    public string ArchiveOutputPath { get; set; } = "";

    /// <summary><c>ContainerRepository</c>, for the name of an archive.</summary>
    public string Repository { get; set; } = "";

    /// <summary><c>ContainerLayoutPath</c>; relative to the project.</summary>
    public string LayoutPath { get; set; } = "";

    /// <summary><c>NuGetPackageRoot</c>: no part of the sources, also where it lies in the repository.</summary>
    public string PackagesFolder { get; set; } = "";

    /// <summary><c>ContainerSkipUnchangedPublish</c>: whether what the last publish left is taken while no input has changed.</summary>
    public bool SkipsUnchanged { get; set; } = true;

    /// <summary><c>ContainerBuildArgument</c> items; metadata <c>Value</c>.</summary>
    public ITaskItem[] BuildArguments { get; set; } = [];

    /// <summary>
    /// The publishes: metadata <c>Platform</c>, <c>PublishFolder</c>, <c>RootFolder</c>, <c>Inputs</c> (the stamp of what it is
    /// made from, to be kept with its files; empty for none), <c>IsCurrent</c> (<c>true</c>: it need not run), <c>Properties</c> (for the
    /// MSBuild task), <c>RestoreProperties</c> (of the restore that has to go before; empty when the last one will do) and
    /// <c>RestoreMark</c> with <c>RestoreMarkText</c> (the file to write after it).
    /// </summary>
    [Output]
    public ITaskItem[] Publishes { get; set; } = [];

    /// <summary>
    /// The files of the publishes that need not run; metadata <c>HostPublish</c>, <c>RelativePath</c>, <c>ContainerLayer</c>,
    /// <c>NuGetPackageId</c>.
    /// </summary>
    [Output]
    public ITaskItem[] KeptFiles { get; set; } = [];

    private protected override void Run()
    {
        var planned = ReadPlan(PlanPath, PlanDigest);
        var plan = planned.Plan;
        if (TestStages.Names.Contains(Target))
            throw new ContainerException(TestDiagnostics.NoEngine, $"ContainerTarget '{Target}'");
        if (plan.Find(KnownStages.Final)!.Steps.OfType<CopyStep>().Any(copy => copy.From == TestStages.Verdict))
            throw new ContainerException(TestDiagnostics.NoEngine, "ContainerTestBeforePublish");
        // What cannot be assembled shall not be compiled first.
        var recipe = RuntimeImage.Of(plan, Target);
        ImageTime.Asked(Environment.GetEnvironmentVariable);
        var commands = HostCommand.Of(plan, RuntimeIdentifiers, HostRuntimeIdentifier, NoBuild);
        var archive = ArchivePlace.Of(ArchiveOutputPath, Repository, ProjectFolder);

        // MSBuild disposes of it at the end of the build.
        var session = new EmbeddedSession(HostPath.Of(ProjectFolder), HostPath.Of(ContextFolder));
        BuildEngine4.RegisterTaskObject(SessionKey(ProjectFile, PlanPath), session, RegisteredTaskObjectLifetime.Build,
            allowEarlyCollection: false);
        session.Begin(recipe.From, [.. commands.Select(command => command.Platform)], HostPath.OrNone(archive));

        var inputs = new HostPublishInputs(ProjectFile, planned.Text, plan.Context, HostPath.Of(ContextFolder),
            [archive, Absolute(LayoutPath), Absolute(PackagesFolder)]);
        Publishes = [.. commands.Select(command => Item(command, inputs))];
        // Something has changed, so the image will, too. Where that cannot be told, BeginContainerArchive waits for the compiler.
        if (Publishes.Any(publish => publish.GetMetadata("Inputs").Length > 0))
            session.Archive?.Begin();
        session.FailEarlyAsync(Cancellation).GetAwaiter().GetResult();
    }

    /// <summary>Under which the look-ups of one publish wait for the task that needs them.</summary>
    internal static object SessionKey(string project, string plan) => $"MultiStage.EmbeddedSession {project} {plan}";

    private string ProjectFolder => Path.GetDirectoryName(ProjectFile)!;

    private TaskItem Item(HostCommand command, HostPublishInputs inputs)
    {
        var folder = Absolute(IntermediateFolder);
        var name = command.RuntimeIdentifier.Length > 0 ? command.RuntimeIdentifier : "any";
        var publishFolder = Path.Combine(folder, "publish", name) + Path.DirectorySeparatorChar;
        var rootFolder = command.NeedsRoot ? Path.Combine(folder, "root", name) + Path.DirectorySeparatorChar : "";

        List<NameValue> properties = [new(BuilderNames.Stage, KnownStages.Publish), new("_IsPublishing", "true"),
            .. BuildArguments.Arguments(KnownStages.Build)];
        if (command.RuntimeIdentifier.Length > 0)
            properties.AddRange([new("RuntimeIdentifier", command.RuntimeIdentifier), new("_CommandLineDefinedRuntimeIdentifier", "true")]);
        if (!NoBuild)
            properties.AddRange(
            [
                // Conditions choose the same here as they do in a builder.
                .. BuilderEnvironment.Properties,
                // Relative, so that every project of the graph has its own.
                new("BaseIntermediateOutputPath", BuildFolder(name)),
                new("CustomBeforeMicrosoftCommonTargets", HostTargets),
                new("_MultiStageHostContext", Path.TrimEndingDirectorySeparator(ContextFolder) + Path.DirectorySeparatorChar),
                new("_MultiStageHostOrdinaryFolder", OrdinaryFolder()),
            ]);
        var item = new TaskItem(name);
        item.SetMetadata("Platform", command.Platform);
        item.SetMetadata("PublishFolder", publishFolder);
        item.SetMetadata("RootFolder", rootFolder);
        var mark = new RestoreMark(Path.GetFullPath(BuildFolder(name), ProjectFolder), AssetsFile, Hash(RestoreKey));
        item.SetMetadata("RestoreMark", mark.File);
        item.SetMetadata("RestoreMarkText", mark.Text);
        var arguments =
            Text([.. properties, .. BuildArguments.Arguments(KnownStages.Publish), .. command.Properties,
                new(BuilderNames.Root, rootFolder), new("PublishDir", publishFolder), new("_MultiStageHostPlan", PlanPath)]);
        item.SetMetadata("Properties", arguments);

        // What is built elsewhere, and libraries of this machine, are inputs that no stamp knows.
        var canSkip = SkipsUnchanged && !NoBuild && !command.TakesLibraries;
        var publish = new HostPublish(command.Platform, HostPath.Of(publishFolder))
        {
            RootFolder = HostPath.OrNone(rootFolder),
            Inputs = canSkip ? inputs.Stamp($"{mark.Text}\n{RestoreKey}\n{arguments}") : "",
        };
        if (!(mark.IsCurrent && Takes(item, publish)))
            Begin(item, publish, inputs, BuildFolder(name));
        // What was restored lies among the outputs, which may be gone by now.
        item.SetMetadata("RestoreProperties", NoBuild || mark.IsCurrent ? "" : Text(properties));
        return item;
    }

    // Whether what the last publish left is still what this one would leave.
    private bool Takes(TaskItem item, HostPublish publish)
    {
        if (PublishRecord.Read(publish) is not { } files)
            return false;
        item.SetMetadata("IsCurrent", "true");
        KeptFiles = [.. KeptFiles, .. files.Select(file => HostPublishReading.Item(item.ItemSpec, file.Key, file.Value))];
        Log.LogMessage(MessageImportance.Normal, "Publish for {0}: nothing has changed since the last one, whose files are taken.",
            publish.Platform);
        return true;
    }

    // The publish runs, and nothing that it does not make may be left.
    private void Begin(TaskItem item, HostPublish publish, HostPublishInputs inputs, string buildFolder)
    {
        item.SetMetadata("Inputs", publish.Inputs);
        PublishRecord.Forget(publish);
        if (!NoBuild && inputs.BeginAnew(publish, buildFolder) is [var first, ..])
            Log.LogMessage(MessageImportance.Normal,
                "Publish for {0}: {1} has changed and is older than what was built from it; everything is compiled anew.", publish.Platform,
                first);
        RemoveStale(publish.Folder);
    }

    // A property of the command line may ask for packages that the ordinary restore does not need.
    private string RestoreKey =>
        string.Join('\n',
            GlobalProperties.OrderBy(property => property.Key, StringComparer.OrdinalIgnoreCase)
                .Select(property => property.Key + "=" + property.Value));

    // The other projects of the graph have it at the same place in their own folders. One that lies elsewhere cannot be
    // told for them; it holds nothing that wildcards of theirs would find.
    private string OrdinaryFolder()
    {
        var relative = Path.GetRelativePath(ProjectFolder, Absolute(BaseIntermediateOutputPath)).Replace('\\', '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? "obj/"
            : relative + "/";
    }

    // Two apps with different contexts compile a library that they share with different paths, and two instances of one
    // project with different properties, perhaps at once.
    private string BuildFolder(string name) =>
        $"obj/container/{InstanceName.BuilderFolder}/{name}-{Hash(ContextFolder + "\n" + InstanceName.Suffix(TargetFramework, IntermediateFolder))}/";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    private static string Text(IEnumerable<NameValue> properties) =>
        string.Join(';', properties.Select(property => property.Name + "=" + ProjectCollection.Escape(property.Value)));

    // A file that the last publish listed may stay for an incremental copy; any other came from a hook, which shall
    // write it again or have it gone.
    private static void RemoveStale(string folder)
    {
        var known = PublishList.Read(folder);
        PublishedFolder.Delete(folder, path => !known.Contains(path));
    }
}
