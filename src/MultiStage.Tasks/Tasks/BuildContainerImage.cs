using Microsoft.Build.Framework;
using MultiStage.Engines;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Embedded;
using MultiStage.Engines.Explain;
using MultiStage.Testing;

namespace MultiStage.Tasks;

/// <summary>
/// Has an engine build the planned image and deliver it. Errors: MST2002, MST2006, MST2012, MST2017, MST3002 to MST3022, MST4xxx, MST5201
/// to MST5204, MST5701 to MST5703,
/// and the diagnostics of compilers in the builder at the host's files. Warnings: MST3023 and those of the builder.
/// </summary>
public sealed class BuildContainerImage : ContainerTask
{
    /// <summary>The engine's name.</summary>
    [Required]
    public string Engine { get; set; } = "";

    /// <summary>Absolute path of the plan's JSON.</summary>
    [Required]
    public string PlanPath { get; set; } = "";

    /// <summary>Digest of that plan.</summary>
    [Required]
    public string PlanDigest { get; set; } = "";

    /// <summary>The properties that only publish gets, as <see cref="GenerateContainerFiles"/> returns them.</summary>
    public string PublishProperties { get; set; } = "";

    /// <summary>Absolute path of the Dockerfile.</summary>
    [Required]
    public string DockerfilePath { get; set; } = "";

    /// <summary>Absolute path of the build context.</summary>
    [Required]
    public string ContextFolder { get; set; } = "";

    /// <summary>Folder for the result's JSON; absolute or relative to the project.</summary>
    [Required]
    public string IntermediateFolder { get; set; } = "";

    /// <summary><c>ContainerTarget</c>: the stage to build.</summary>
    public string Target { get; set; } = KnownStages.Final;

    /// <summary><c>ContainerRegistry</c>; empty to keep the image in the engine.</summary>
    public string Registry { get; set; } = "";

    /// <summary><c>ContainerRepository</c>.</summary>
    [Required]
    public string Repository { get; set; } = "";

    /// <summary>Tags, one an item.</summary>
    [Required]
    public string[] Tags { get; set; } = [];

    /// <summary>Labels that the SDK generates; metadata <c>Value</c>.</summary>
    public ITaskItem[] Labels { get; set; } = [];

    /// <summary>
    /// <c>ContainerBuildSecret</c> items; metadata <c>Source</c> (file, relative to the project) or <c>Environment</c> (variable).
    /// </summary>
    public ITaskItem[] Secrets { get; set; } = [];

    /// <summary><c>Configuration</c>.</summary>
    public string Configuration { get; set; } = "";

    /// <summary>Runtime identifiers, separated by ';'; empty for the engine's own platform.</summary>
    public string RuntimeIdentifiers { get; set; } = "";

    /// <summary><c>ContainerBuildNetwork</c>.</summary>
    public string Network { get; set; } = "";

    /// <summary><c>ContainerBuilder</c>.</summary>
    public string Builder { get; set; } = "";

    /// <summary><c>ContainerCacheFrom</c>, separated by ';'.</summary>
    public string CacheFrom { get; set; } = "";

    /// <summary><c>ContainerCacheTo</c>, separated by ';'.</summary>
    public string CacheTo { get; set; } = "";

    /// <summary><c>ContainerArchiveOutputPath</c>: a file, or a folder when it ends with a separator; relative to the project.</summary>
    public string ArchiveOutputPath { get; set; } = "";

    /// <summary><c>ContainerImageFormat</c>: <c>Docker</c>, <c>OCI</c> or empty.</summary>
    public string ImageFormat { get; set; } = "";

    /// <summary><c>ContainerLayoutPath</c>: folder of an OCI layout; relative to the project.</summary>
    public string LayoutPath { get; set; } = "";

    /// <summary><c>ContainerExportPath</c>: folder for the files of the target <c>export</c>; relative to the project.</summary>
    public string ExportPath { get; set; } = "";

    /// <summary><c>LocalRegistry</c>: the engine that keeps an image which the embedded engine made; empty for any.</summary>
    public string LocalRegistry { get; set; } = "";

    /// <summary>The archive that the embedded engine writes when nothing here can keep the image; relative to the project.</summary>
    public string FallbackArchivePath { get; set; } = "";

    /// <summary><c>ContainerTestResultsPath</c>: folder for the results of tests; relative to the project.</summary>
    public string TestResultsPath { get; set; } = "";

    /// <summary><c>ContainerTestBeforePublish</c>.</summary>
    public bool TestBeforePublish { get; set; }

    /// <summary><c>ContainerBaseImage</c> as the project gives it, for messages.</summary>
    public string BaseImage { get; set; } = "";

    /// <summary><c>ContainerFamily</c>, for messages.</summary>
    public string Family { get; set; } = "";

    /// <summary><c>ContainerSdkImage</c>, for messages.</summary>
    public string SdkImage { get; set; } = "";

    /// <summary><c>ContainerBaseRegistry</c>, for messages.</summary>
    public string BaseRegistry { get; set; } = "";

    /// <summary>Publishes of this machine, as <see cref="PrepareHostPublish"/> returns them; for the embedded engine.</summary>
    public ITaskItem[] HostPublishes { get; set; } = [];

    /// <summary>The files that they published; metadata <c>RelativePath</c>, <c>HostPublish</c> and those that tell the origin.</summary>
    public ITaskItem[] PublishedFiles { get; set; } = [];

    /// <summary>
    /// The image: identity <c>GeneratedContainer</c> with metadata ManifestDigest, ManifestMediaType, Manifest, Configuration,
    /// as the in-box target returns it, and Names (separated by ';'), Size (bytes), Archive.
    /// </summary>
    [Output]
    public ITaskItem? GeneratedContainer { get; set; }

    private protected override void Run()
    {
        // Probed once more when the tasks run in different processes.
        var choice = Session?.Engine is { } found && found.Name == Engine
            ? found
            : EngineSelector.SelectAsync(Engine, EngineSelector.Finders, Cancellation).GetAwaiter().GetResult();
        using var secrets = new SecretFiles();
        var requests = new ImageRequests(this, ReadPlan(PlanPath, PlanDigest).Plan, secrets);
        foreach (var request in requests.All)
            RequestRules.Check(request, choice.Probe);
        var engine = choice.Open(choice.Probe.Capabilities.NeedsHostPublish ? Publication() : null);

        var tests = requests.Tests is { } tested ? RunTests(engine, choice, tested) : [];
        if (Log.HasLoggedErrors || !tests.All(run => run.IsSuccessful))
            return;
        var report = new ImageReport(this, choice, tests);
        if (requests.Image is { } wanted)
            report.Write(wanted, Build(engine, choice, wanted)[0]);
        else
            report.WriteTests(requests.TestFolder);
    }

    private IReadOnlyList<ImageResult> Build(IContainerEngine engine, EngineChoice choice, BuildRequest request)
    {
        using var progress = new StageProgress(BuildEngine, ProjectFile, Session);
        var build = System.Threading.Tasks.Task.Run(async () =>
        {
            try
            {
                return await engine.BuildAsync(request, new BuildObserver(ProjectFile, choice.Probe.Description, progress), Cancellation)
                    .ConfigureAwait(false);
            }
            finally
            {
                progress.Complete();
            }
        });
        progress.Pump(Log);
        try
        {
            return build.GetAwaiter().GetResult();
        }
        catch (BuilderErrorsException failure)
        {
            foreach (var error in failure.Errors)
                BuildObserver.Log(Log, ProjectFile, error);
            if (failure.Unexplained is { } more)
                throw more;
            throw;
        }
    }

    /// <summary>Runs the tests in the builder, brings the results out and reports them.</summary>
    private List<TestFolder> RunTests(IContainerEngine engine, EngineChoice choice, BuildRequest request)
    {
        Build(engine, choice, request);
        var folder = request.Targets[0].Folder!.Path;
        var runs = (request.Plan.Tests ?? []).Select(test => TestFolder.Read(folder, test)).ToList();
        foreach (var line in runs.SelectMany(run => TestReport.Of(run, folder, HostPath.Of(ContextFolder))))
            if (line.Descriptor is { } descriptor)
                Log.LogError(null, descriptor.Code, null, descriptor.HelpLink, line.File, line.Line, 0, 0, 0, "{0}", line.Text);
            else
                Log.LogMessage(MessageImportance.High, "{0}", line.Text);
        if (!runs.All(run => run.IsSuccessful))
        {
            var next = new TestAttempt(Path.GetFullPath(IntermediateFolder, Path.GetDirectoryName(ProjectFile)!)).Next;
            GeneratedFile.Write(next.Path, next.Text);
        }
        return runs;
    }

    private HostPublication Publication()
    {
        var published = HostPublishReading.Read(HostPublishes, PublishedFiles);
        return BuildEngine4.GetRegisteredTaskObject(PrepareHostPublish.SessionKey(ProjectFile, PlanPath),
            RegisteredTaskObjectLifetime.Build) is EmbeddedSession session
            ? new BegunPublication(published, session)
            : new HostPublication(published);
    }
}
