using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Diagnostics;
using MultiStage.Engines;
using MultiStage.Engines.Embedded;
using MultiStage.Graph;
using MultiStage.Planning;
using MultiStage.Planning.Features;
using MultiStage.Rendering;

namespace MultiStage.Tasks;

/// <summary>
/// Has an engine build the planned image and deliver it. Errors: MST2002, MST2006, MST2012, MST2017, MST3002 to MST3018, MST4xxx, MST5201 to MST5204, MST5701 to MST5703,
/// and the diagnostics of compilers in the builder at the host's files.
/// </summary>
public sealed partial class BuildContainerImage : ContainerTask
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

    /// <summary><c>ContainerBuildSecret</c> items; metadata <c>Source</c> (file, relative to the project) or <c>Environment</c> (variable).</summary>
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
        var engine = EngineSelector.SelectAsync(Engine, Cancellation).GetAwaiter().GetResult().Engine;
        using var secrets = new SecretFiles();
        var request = Request(secrets);
        if (NeedsTests && !RunTests(engine, request))
            return;
        if (!IsTestTarget)
            Report(request, Build(engine, request));
    }

    private ImageResult Build(IContainerEngine engine, BuildRequest request)
    {
        using var progress = new StageProgress();
        var build = System.Threading.Tasks.Task.Run(async () =>
        {
            try
            {
                return await engine.BuildAsync(request, new BuildObserver(ProjectFile, progress), Cancellation).ConfigureAwait(false);
            }
            finally
            {
                progress.Complete();
            }
        });
        progress.Pump(BuildEngine, ProjectFile, Log);
        return build.GetAwaiter().GetResult();
    }

    private BuildRequest Request(SecretFiles secrets)
    {
        var plan = ReadPlan(PlanPath, PlanDigest).Plan;
        var project = Path.GetDirectoryName(ProjectFile)!;
        return new BuildRequest
        {
            Plan = plan,
            ContextFolder = ContextFolder,
            Dockerfile = DockerfilePath,
            Target = Target,
            Names = ImageNames.For(Registry, Repository, Tags, Target),
            Labels = [.. Labels.Pairs().OrderBy(label => label.Name, StringComparer.Ordinal)],
            BuildArguments = [.. Configuration is "" or "Release" ? [] : new[] { new NameValue("BUILD_CONFIGURATION", Configuration) }, .. PublishProperties.Length == 0 ? [] : new[] { new NameValue(BuilderNames.PublishProperties, PublishProperties) }, .. Attempt()],
            Secrets = secrets.Provide(plan, Secrets, project),
            Platform = string.Join(',', Split(RuntimeIdentifiers).Select(ImageNames.Platform)),
            Network = Network,
            Builder = Builder,
            CacheFrom = Split(CacheFrom),
            CacheTo = Split(CacheTo),
            Push = Registry.Length > 0,
            ArchivePath = ArchivePlace.Of(ArchiveOutputPath, Repository, project),
            LayoutPath = LayoutPath.Length > 0 ? Absolute(LayoutPath, project) : "",
            ExportFolder = Target == ExportFeature.Name ? FolderFor("ContainerExportPath", ExportPath, project) : "",
            ExportList = Path.Combine(Absolute(IntermediateFolder, project), Target + ".files"),
            Embedded = Engine == EmbeddedEngine.EngineName ? Embedded(project) : null,
            IsOciArchive = ImageFormat.ToUpperInvariant() switch
            {
                "" or "DOCKER" => false,
                "OCI" => true,
                _ => throw new ContainerException(OptionDiagnostics.InvalidArchiveFormat, ImageFormat),
            },
        };
    }

    private EmbeddedInputs Embedded(string project) => new()
    {
        ProjectFolder = project,
        Published = HostPublishReading.Read(HostPublishes, PublishedFiles),
        Session = BuildEngine4.GetRegisteredTaskObject(PrepareHostPublish.SessionKey(ProjectFile, PlanPath), RegisteredTaskObjectLifetime.Build) as EmbeddedSession,
        LocalStore = LocalRegistry.ToLowerInvariant(),
        FallbackArchivePath = Absolute(FallbackArchivePath, project),
        ImageFormat = ImageFormat.ToUpperInvariant() switch
        {
            "DOCKER" => Images.ImageFormat.Docker,
            "OCI" => Images.ImageFormat.Oci,
            _ => null,
        },
    };

    // Properties are written with either separator, as everywhere in MSBuild.
    private static string Absolute(string path, string project) => Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), project);

    private static string FolderFor(string property, string path, string project)
    {
        var folder = Path.TrimEndingDirectorySeparator(Absolute(path, project));
        return PathQuestions.IsSameOrBelow(project, folder) ? throw new ContainerException(ExportDiagnostics.InvalidFolder, property, path) : folder;
    }

    private void Report(BuildRequest request, ImageResult result)
    {
        if (result.Files is not null)
        {
            ReportSummary(result);
            return;
        }
        GeneratedContainer = new TaskItem("GeneratedContainer");
        GeneratedContainer.SetMetadata("Manifest", result.Manifest);
        GeneratedContainer.SetMetadata("Configuration", result.Configuration);
        GeneratedContainer.SetMetadata("ManifestDigest", result.Digest);
        GeneratedContainer.SetMetadata("ManifestMediaType", result.MediaType);
        GeneratedContainer.SetMetadata("Names", string.Join(';', result.Names));
        GeneratedContainer.SetMetadata("Size", result.Size.ToString(CultureInfo.InvariantCulture));
        GeneratedContainer.SetMetadata("Archive", result.Path);

        var record = ImageRecord.Text(result, request.Target, request.Push, request.Plan.Find(KnownStages.Base)?.From ?? "");
        GeneratedFile.Write(Path.GetFullPath(Path.Combine(IntermediateFolder, "image.json"), Path.GetDirectoryName(ProjectFile)!), record);
        ReportSummary(result);
    }

    private void ReportSummary(ImageResult result)
    {
        Log.LogMessage(MessageImportance.Low, "{0} steps ran, {1} came from the cache.", result.ExecutedSteps, result.CachedSteps);
        // This form ("project -> result") is the one that the terminal logger shows behind the project.
        Log.LogMessage(MessageImportance.High, "{0}", ImageSummary.Line(Path.GetFileNameWithoutExtension(ProjectFile), result));
    }

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
