using MultiStage.Images;

namespace MultiStage.Engines.Embedded;

/// <summary>What the embedded engine is given besides the plan: it neither publishes nor keeps images itself.</summary>
internal sealed record EmbeddedInputs
{
    /// <summary>Absolute path of the project's folder, where relative paths start.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>What was published on this machine, one for each platform.</summary>
    public required IReadOnlyList<HostPublish> Published { get; init; }

    /// <summary>Look-ups that have begun already; null for none.</summary>
    public EmbeddedSession? Session { get; init; }

    /// <summary>The engine that keeps the image, <c>docker</c> or <c>podman</c>; empty for any.</summary>
    public string LocalStore { get; init; } = "";

    /// <summary>The archive to write when nothing here can keep the image.</summary>
    public required string FallbackArchivePath { get; init; }

    /// <summary><c>ContainerImageFormat</c>; null for the base image's.</summary>
    public ImageFormat? ImageFormat { get; init; }
}
