namespace MultiStage.Engines.Explain;

/// <summary>The build failed and the tools in the builder have said why.</summary>
/// <param name="errors">What they said, each to be told at its own file and line.</param>
internal sealed class BuilderErrorsException(IReadOnlyList<BuilderDiagnostic> errors) : Exception
{
    public IReadOnlyList<BuilderDiagnostic> Errors => errors;

    /// <summary>The error that follows because those do not explain themselves; null when they do.</summary>
    public Diagnostics.ContainerException? Unexplained { get; init; }
}
