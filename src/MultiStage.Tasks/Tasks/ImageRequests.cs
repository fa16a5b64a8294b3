using System.Globalization;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Explain;
using MultiStage.Graph;
using MultiStage.Images;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Features;
using MultiStage.Planning.Features.Tests;
using MultiStage.Planning.Images;
using MultiStage.Testing;

namespace MultiStage.Tasks;

/// <summary>What the parameters of <see cref="BuildContainerImage"/> ask of an engine.</summary>
internal sealed class ImageRequests
{
    private readonly BuildContainerImage task;
    private readonly BuildPlan plan;
    private readonly BuildRequest common;

    public ImageRequests(BuildContainerImage task, BuildPlan plan, SecretFiles secrets)
    {
        (this.task, this.plan) = (task, plan);
        common = Common(secrets);
        // The tests run on the builder's platform, whatever platforms the image is for.
        Tests = NeedsTests ? common with { Targets = [new TargetRequest(TestStages.Results, [Results])] } : null;
        Image = IsTestTarget ? null : common with { Targets = [Target] };
    }

    /// <summary>The tests; null for none.</summary>
    public BuildRequest? Tests { get; }

    /// <summary>The target; null when only the tests are wanted.</summary>
    public BuildRequest? Image { get; }

    public IEnumerable<BuildRequest> All => new[] { Tests, Image }.OfType<BuildRequest>();

    /// <summary>The folder that gets the results of the tests.</summary>
    public HostPath TestFolder => Results.Path;

    private bool IsTestTarget => task.Target is TestStages.Verdict or TestStages.Results;

    private bool NeedsTests => IsTestTarget || (task.TestBeforePublish && task.Target == KnownStages.Final);

    private HostPath ProjectFolder => HostPath.Of(Path.GetDirectoryName(task.ProjectFile)!);

    private Destination.Folder Results => new(
        FolderFor("ContainerTestResultsPath", task.TestResultsPath), Absolute(task.IntermediateFolder) / "test-results.files");

    private TargetRequest Target => new(task.Target, [.. Destinations])
    {
        Names = ImageNames.For(task.Registry, task.Repository, task.Tags, task.Target),
        Platforms = [.. Split(task.RuntimeIdentifiers).Select(PlatformName.Of)],
        Labels = [.. task.Labels.Pairs().OrderBy(label => label.Name, StringComparer.Ordinal)],
        Format = Format,
    };

    private ImageFormat? Format => task.ImageFormat.ToUpperInvariant() switch
    {
        "" => null,
        "DOCKER" => ImageFormat.Docker,
        "OCI" => ImageFormat.Oci,
        _ => throw new ContainerException(OptionDiagnostics.InvalidArchiveFormat, task.ImageFormat),
    };

    private IEnumerable<Destination> Destinations
    {
        get
        {
            if (task.Target == ExportFeature.Name)
            {
                yield return new Destination.Folder(
                    FolderFor("ContainerExportPath", task.ExportPath),
                    Absolute(task.IntermediateFolder) / (task.Target + ".files"));
                yield break;
            }
            var archive = ArchivePlace.Of(task.ArchiveOutputPath, task.Repository, ProjectFolder);
            if (task.Registry.Length > 0)
                yield return new Destination.Registry();
            if (task.LayoutPath.Length > 0)
                yield return new Destination.Layout(Absolute(task.LayoutPath));
            if (archive.Length > 0)
                yield return new Destination.Archive(HostPath.Of(archive), Format == ImageFormat.Oci);
            if (task.Registry.Length + task.LayoutPath.Length + archive.Length == 0)
                yield return new Destination.Store { Program = task.LocalRegistry.ToLowerInvariant(),
                    FallbackArchive = Absolute(task.FallbackArchivePath) };
        }
    }

    private BuildRequest Common(SecretFiles secrets)
    {
        var provided = secrets.Provide(plan, task.Secrets, ProjectFolder);
        var feeds = new FeedErrors(HostPath.Of(task.ContextFolder), provided.Any(secret => secret.Id == FeedAccess.NuGetSecret));
        return Common(provided, failure => FailureReasons.Of(failure, feeds));
    }

    private BuildRequest Common(IReadOnlyList<SecretFile> secrets, Func<StepFailure, ContainerException?> explain) => new()
    {
        Plan = plan,
        Targets = [],
        ContextFolder = HostPath.Of(task.ContextFolder),
        ProjectFolder = ProjectFolder,
        Dockerfile = HostPath.Of(task.DockerfilePath),
        BuildArguments = [.. Given("BUILD_CONFIGURATION", task.Configuration is "Release" ? "" : task.Configuration),
            .. Given(BuilderNames.PublishProperties, task.PublishProperties), .. Attempt()],
        Secrets = secrets,
        Network = task.Network,
        Builder = task.Builder,
        CacheFrom = Split(task.CacheFrom),
        CacheTo = Split(task.CacheTo),
        Explain = explain,
        ImageCause = image => ImageCause.Of(plan, image, task.BaseImage, task.Family, task.SdkImage, task.BaseRegistry),
    };

    private static NameValue[] Given(string name, string value) => value.Length == 0 ? [] : [new NameValue(name, value)];

    private IEnumerable<NameValue> Attempt()
    {
        if (NeedsTests && new TestAttempt(Absolute(task.IntermediateFolder)).Number is > 0 and var attempt)
            yield return new NameValue(TestStages.AttemptArgument, attempt.ToString(CultureInfo.InvariantCulture));
    }

    // Properties are written with either separator, as everywhere in MSBuild.
    private HostPath Absolute(string path) =>
        HostPath.Of(Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), ProjectFolder));

    private HostPath FolderFor(string property, string path)
    {
        var folder = Path.TrimEndingDirectorySeparator(Absolute(path));
        return PathQuestions.IsSameOrBelow(ProjectFolder, folder)
            ? throw new ContainerException(ExportDiagnostics.InvalidFolder, property, path)
            : HostPath.Of(folder);
    }

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
