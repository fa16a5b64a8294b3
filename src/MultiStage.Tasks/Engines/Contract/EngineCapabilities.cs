using MultiStage.Rendering;

namespace MultiStage.Engines.Contract;

/// <summary>What an engine can do, as data. Whoever wants to know asks here, never for an engine's name.</summary>
internal sealed record EngineCapabilities
{
    /// <summary>What an engine can do of which nothing is known.</summary>
    public static readonly EngineCapabilities None = new();

    /// <summary>The best dialect that it reads.</summary>
    public DockerfileDialect Dialect { get; init; } = DockerfileDialect.Portable;

    /// <summary>Whether it runs commands inside images.</summary>
    public bool RunsCommands { get; init; }

    /// <summary>Whether the stage <c>publish</c> is made on this machine and handed over, because the engine compiles nothing.</summary>
    public bool NeedsHostPublish { get; init; }

    /// <summary>Whether it keeps images itself; otherwise they go into the store of another engine or into a file.</summary>
    public bool KeepsImages { get; init; }

    /// <summary>Whether one build makes an image for several platforms.</summary>
    public bool BuildsSeveralPlatforms { get; init; }

    /// <summary>Whether its store keeps an image for several platforms.</summary>
    public bool KeepsSeveralPlatforms { get; init; }

    /// <summary>Whether it writes an OCI archive.</summary>
    public bool WritesOciArchive { get; init; }

    /// <summary>Whether it writes an OCI layout.</summary>
    public bool WritesLayout { get; init; }

    /// <summary>Whether base images may be places such as <c>oci:FOLDER</c>.</summary>
    public bool ReadsImageLocations { get; init; }

    /// <summary>Whether a builder can be chosen by name.</summary>
    public bool HasBuilders { get; init; }

    /// <summary>Whether commands get secrets as files that no layer keeps.</summary>
    public bool MountsSecrets { get; init; }

    /// <summary>Whether commands see files of other stages without a copy.</summary>
    public bool BindsStages { get; init; }

    /// <summary>Where a cache can be read from: the types of <c>ContainerCacheFrom</c>.</summary>
    public IReadOnlyList<string> CacheImports { get; init; } = [];

    /// <summary>Where a cache can be written to: the types of <c>ContainerCacheTo</c>.</summary>
    public IReadOnlyList<string> CacheExports { get; init; } = [];
}
