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
