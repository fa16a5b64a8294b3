using MultiStage.Engines.Explain;

namespace MultiStage.Engines.Contract;

/// <summary>Something that turns a plan into images. It was found before, so it is there.</summary>
internal interface IContainerEngine
{
    /// <summary>
    /// Builds the targets in their order and delivers each to the places that it names. The request fits what the engine can do.
    /// </summary>
    /// <returns>One result for each target.</returns>
    /// <exception cref="Diagnostics.ContainerException">A target could not be built or delivered; of it nothing was tagged or
    /// replaced.</exception>
    Task<IReadOnlyList<ImageResult>> BuildAsync(BuildRequest request, IBuildObserver observer, CancellationToken cancellation);
}

/// <summary>Finds out whether an engine is here.</summary>
internal interface IEngineFinder
{
    /// <summary>The name for <c>ContainerEngine</c>.</summary>
    string Name { get; }

    /// <summary>Finds out whether the engine is usable here and what it can do. Never throws for an engine that is absent.</summary>
    Task<EngineProbe> ProbeAsync(CancellationToken cancellation);
}

/// <summary>The answer of a probe.</summary>
/// <param name="Description">Name and version for messages, e.g. <c>Docker 28.5.2 (buildx 0.29.1)</c>.</param>
internal sealed record EngineProbe(string Description)
{
    /// <summary>Why the engine is not usable; null when it is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the engine is there but too old, which is another error than an absent one.</summary>
    public bool IsTooOld { get; init; }

    public EngineCapabilities Capabilities { get; init; } = EngineCapabilities.None;

    /// <summary>
    /// The engine, ready to build; null when it is not usable. It is given what was published on this machine, if it needs that.
    /// </summary>
    public Func<HostPublication?, IContainerEngine>? Open { get; init; }
}

/// <summary>Hears what happens while images are built.</summary>
internal interface IBuildObserver
{
    /// <summary>This stage is the one to show from now on: of those that have a running step, the one that began first.</summary>
    void StageStarted(string stage);

    /// <summary>A line of output, without the engine's decoration.</summary>
    void Output(string line);

    /// <summary>A diagnostic of a compiler or of NuGet in the builder, at the host's path.</summary>
    void Diagnostic(BuilderDiagnostic diagnostic);

    /// <summary>Something that the engine itself finds doubtful.</summary>
    void Warning(string text);
}
