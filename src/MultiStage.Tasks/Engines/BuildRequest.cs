using MultiStage.Engines.Embedded;

namespace MultiStage.Engines;

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

    /// <summary>What the embedded engine needs besides; null for the others.</summary>
    public EmbeddedInputs? Embedded { get; init; }
}
