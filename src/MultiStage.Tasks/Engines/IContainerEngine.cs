using MultiStage.Engines.Embedded;
using MultiStage.Images;
using MultiStage.Planning;
using MultiStage.Rendering;

namespace MultiStage.Engines;

/// <summary>Something that turns a plan into an image.</summary>
internal interface IContainerEngine
{
    /// <summary>The name for <c>ContainerEngine</c>.</summary>
    string Name { get; }

    /// <summary>Finds out whether the engine is usable here and what it can do. Never throws for an engine that is absent.</summary>
    Task<EngineProbe> ProbeAsync(CancellationToken cancellation);

    /// <summary>Builds the image and delivers it to the places that the request names.</summary>
    /// <exception cref="Diagnostics.ContainerException">The image could not be built or delivered; nothing was tagged or replaced.</exception>
    Task<ImageResult> BuildAsync(BuildRequest request, IBuildObserver observer, CancellationToken cancellation);
}

/// <summary>The answer of a probe.</summary>
/// <param name="Description">Name and version for messages, e.g. <c>Docker 28.5.2 (buildx 0.29.1)</c>.</param>
/// <param name="Problem">Why the engine is not usable; null when it is.</param>
/// <param name="Dialect">The best dialect that the engine reads.</param>
internal sealed record EngineProbe(string Description, string? Problem, DockerfileDialect Dialect = DockerfileDialect.Portable)
{
    /// <summary>Whether the engine is there but too old, which is another error than an absent one.</summary>
    public bool IsTooOld { get; init; }
}

/// <summary>One image to build.</summary>
internal sealed record BuildRequest
{
    public required BuildPlan Plan { get; init; }

    /// <summary>Absolute path of the context folder.</summary>
    public required string ContextFolder { get; init; }

    /// <summary>Absolute path of the Dockerfile; its ignore file lies beside it.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>The stage to build.</summary>
    public required string Target { get; init; }

    /// <summary>Full names of the image, with registry (if any) and tag.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Labels that change from build to build and so are no part of the file.</summary>
    public IReadOnlyList<NameValue> Labels { get; init; } = [];

    public IReadOnlyList<NameValue> BuildArguments { get; init; } = [];

    /// <summary>Secret ids with the files of the host that hold them.</summary>
    public IReadOnlyList<NameValue> Secrets { get; init; } = [];

    /// <summary>Platform such as <c>linux/arm64</c>; empty for the engine's own.</summary>
    public string Platform { get; init; } = "";

    /// <summary><c>ContainerBuildNetwork</c>; empty for the engine's default.</summary>
    public string Network { get; init; } = "";

    /// <summary><c>ContainerBuilder</c>: a builder instance of buildx; empty for the current one.</summary>
    public string Builder { get; init; } = "";

    public IReadOnlyList<string> CacheFrom { get; init; } = [];
    public IReadOnlyList<string> CacheTo { get; init; } = [];

    /// <summary>Whether the names lead to a registry that the image is pushed to.</summary>
    public bool Push { get; init; }

    /// <summary>File to write the image to instead of keeping it; empty for none.</summary>
    public string ArchivePath { get; init; } = "";

    /// <summary>Whether the archive is an OCI one rather than a Docker one.</summary>
    public bool IsOciArchive { get; init; }

    /// <summary>Folder of an OCI layout to write the image into instead of keeping it; empty for none.</summary>
    public string LayoutPath { get; init; } = "";

    /// <summary>Folder of this machine that gets the target's files, in place of an image; empty to make an image.</summary>
    public string ExportFolder { get; init; } = "";

    /// <summary>The file that keeps the list of what was delivered to <see cref="ExportFolder"/>.</summary>
    public string ExportList { get; init; } = "";

    /// <summary>Absolute path of the project's folder, where relative paths start.</summary>
    public string ProjectFolder { get; init; } = "";

    /// <summary>For an engine that does not publish itself: what was published on this machine, one for each platform.</summary>
    public IReadOnlyList<HostPublish> Published { get; init; } = [];

    /// <summary>For the embedded engine: look-ups that have begun already; null for none.</summary>
    public EmbeddedSession? Session { get; init; }

    /// <summary>For an engine without a store of its own: the engine that keeps the image, <c>docker</c> or <c>podman</c>; empty for any.</summary>
    public string LocalStore { get; init; } = "";

    /// <summary>For an engine without a store of its own: the archive to write when nothing here can keep the image.</summary>
    public string FallbackArchivePath { get; init; } = "";

    /// <summary><c>ContainerImageFormat</c> for an engine that writes the manifest itself; null for the base image's.</summary>
    public ImageFormat? ImageFormat { get; init; }
}

/// <summary>The image that was built.</summary>
/// <param name="Names">The names it was given.</param>
/// <param name="Digest">Digest by which the engine or registry knows the image.</param>
/// <param name="Size">Bytes, as the engine counts them; 0 when it does not say.</param>
/// <param name="CachedSteps">Steps that were taken from the cache.</param>
/// <param name="ExecutedSteps">Steps that ran.</param>
internal sealed record ImageResult(IReadOnlyList<string> Names, string Digest, long Size, int CachedSteps, int ExecutedSteps)
{
    public string MediaType { get; init; } = "";

    /// <summary>The manifest's JSON where the engine shows it; else empty.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>The configuration's JSON where the engine shows it; else empty.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Absolute path of the archive or layout that was written; empty for none.</summary>
    public string Path { get; init; } = "";

    /// <summary>Where the image is, for the summary, when its names do not tell: a file, a folder or an engine.</summary>
    public string Place { get; init; } = "";

    /// <summary>Whether the same image was there already, so that nothing was written or uploaded.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Whether <see cref="Size"/> counts compressed layers, as a registry keeps them.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>The files that were delivered in place of an image; null for an image.</summary>
    public DeliveredFiles? Files { get; init; }

    /// <summary>Bytes that were uploaded, where the engine counts them.</summary>
    public long UploadedBytes { get; init; }
}

/// <summary>Hears what happens while an image is built.</summary>
internal interface IBuildObserver
{
    /// <summary>A stage has a running step now.</summary>
    void StageStarted(string stage);

    /// <summary>A line of output, without the engine's decoration.</summary>
    void Output(string line);

    /// <summary>A diagnostic of a compiler or of NuGet in the builder, at the host's path.</summary>
    void Diagnostic(BuilderDiagnostic diagnostic);
}
