using MultiStage.Diagnostics;

namespace MultiStage.Engines.Contract;

/// <summary>What is asked of an engine: targets of one plan, each with the places that it goes to.</summary>
internal sealed record BuildRequest
{
    public required BuildPlan Plan { get; init; }

    /// <summary>The targets, in the order in which they are built.</summary>
    public required IReadOnlyList<TargetRequest> Targets { get; init; }

    /// <summary>The build context.</summary>
    public required HostPath ContextFolder { get; init; }

    /// <summary>The project's folder, where relative paths of base images start.</summary>
    public required HostPath ProjectFolder { get; init; }

    /// <summary>The Dockerfile; its ignore file lies beside it.</summary>
    public required HostPath Dockerfile { get; init; }

    public IReadOnlyList<NameValue> BuildArguments { get; init; } = [];

    public IReadOnlyList<SecretFile> Secrets { get; init; } = [];

    /// <summary><c>ContainerBuildNetwork</c>; empty for the engine's default.</summary>
    public string Network { get; init; } = "";

    /// <summary><c>ContainerBuilder</c>: a builder instance of buildx; empty for the current one.</summary>
    public string Builder { get; init; } = "";

    public IReadOnlyList<string> CacheFrom { get; init; } = [];
    public IReadOnlyList<string> CacheTo { get; init; } = [];

    /// <summary>What those who planned a step make of its failure; null from it when they do not know either.</summary>
    public Func<StepFailure, ContainerException?> Explain { get; init; } = _ => null;

    /// <summary>What to change when an image of the plan cannot be found: sentences with the property or item that names it.</summary>
    public Func<string, string> ImageCause { get; init; } = _ => "Check ContainerBaseImage, ContainerSdkImage and ContainerBaseRegistry.";
}

/// <summary>A secret of the build.</summary>
/// <param name="File">The file that holds it.</param>
internal sealed record SecretFile(string Id, HostPath File);

/// <summary>One stage to build.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Destinations">Where the result goes; at least one.</param>
internal sealed record TargetRequest(string Stage, IReadOnlyList<Destination> Destinations)
{
    /// <summary>Full names of the image, with registry (if any) and tag.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Platforms such as <c>linux/arm64</c>; empty for the engine's own.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>Labels that change from build to build and so are no part of the file.</summary>
    public IReadOnlyList<NameValue> Labels { get; init; } = [];

    /// <summary>The format of manifests; null for that of the base image, or the engine's own.</summary>
    public Images.ImageFormat? Format { get; init; }

    /// <summary>The folder that gets files in place of an image; null for an image.</summary>
    public Destination.Folder? Folder => Destinations.OfType<Destination.Folder>().FirstOrDefault();

    public bool IsPushed => Destinations.OfType<Destination.Registry>().Any();
}
