using MultiStage.Engines.Contract;
using MultiStage.Rendering;

namespace MultiStage.Engines.Docker;

/// <summary>What the Docker on this machine can do.</summary>
/// <param name="Server">Version of the engine.</param>
/// <param name="Buildx">Version of the buildx plugin; null without it, when the classic CLI drives BuildKit.</param>
/// <param name="HasContainerdStore">Whether images live in containerd, which brings several platforms and cache export.</param>
internal sealed record DockerFacts(Version Server, Version? Buildx, bool HasContainerdStore)
{
    // BuildKit came in 18.09 behind a switch and reads the mounts of the portable dialect since 20.10.
    public static readonly Version OldestServer = new(20, 10);

    // From this version on `docker save` writes an OCI layout that `docker load` reads as well: both formats in one file.
    private static readonly Version FirstWithOciArchive = new(25, 0);
    private static readonly Version FirstWithPlatformCheck = new(27, 0);
    private static readonly Version FirstWithLink = new(23, 0);
    private static readonly Version FirstRawJson = new(0, 13);
    private static readonly string[] Inline = ["inline"];
    private static readonly string[] All = ["inline", "registry", "local", "gha", "s3", "azblob"];

    public DockerfileDialect Dialect =>
        Server >= FirstWithLink && Buildx is not null ? DockerfileDialect.Modern : DockerfileDialect.Portable;

    public bool HasRawJson => Buildx is not null && Buildx >= FirstRawJson;

    /// <summary>Whether its BuildKit tells of a base image for another platform; see <see cref="PlatformWatch"/>.</summary>
    public bool WarnsOfPlatforms => Server >= FirstWithPlatformCheck && Buildx is not null;

    public string Description => $"Docker {Server}" + (Buildx is null ? "" : $" (buildx {Buildx})");

    public EngineCapabilities Capabilities => new()
    {
        Dialect = Dialect,
        RunsCommands = true,
        KeepsImages = true,
        // Without buildx, a list of platforms is an invalid platform to the command line.
        BuildsSeveralPlatforms = Buildx is not null,
        KeepsSeveralPlatforms = HasContainerdStore,
        WritesOciArchive = Server >= FirstWithOciArchive,
        HasBuilders = Buildx is not null,
        MountsSecrets = true,
        BindsStages = true,
        CacheImports = Buildx is null ? ["registry"] : All,
        CacheExports = Buildx is null ? Inline : All,
    };
}
