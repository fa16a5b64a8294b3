namespace MultiStage.Planning.Options;

/// <summary>What the project says about tests.</summary>
internal sealed record TestOptions
{
    /// <summary>
    /// Whether the file has the stages whichever target is built: the project names its tests, or publishes only behind them.
    /// </summary>
    public bool IsDeclared { get; init; }

    /// <summary><c>ContainerTestBeforePublish</c>: whether final needs the tests to pass.</summary>
    public bool BeforePublish { get; init; }

    /// <summary><c>ContainerTestCoverage</c>.</summary>
    public bool WithCoverage { get; init; }
}
