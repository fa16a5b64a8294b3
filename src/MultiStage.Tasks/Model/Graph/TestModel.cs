namespace MultiStage.Model;

/// <summary>
/// The test projects: entry points of the same graph, with what they need beside the app's inputs. Apart from those, so
/// that nothing of it can change how the app is restored, compiled or published.
/// </summary>
internal sealed record TestModel : InputSet
{
    /// <summary>The projects to run.</summary>
    public IReadOnlyList<TestProject> Tests { get; init; } = [];
}

/// <summary>One test project and how it is run.</summary>
internal sealed record TestProject(ContextPath Path)
{
    /// <summary>The frameworks of a project that has several; empty for one.</summary>
    public IReadOnlyList<string> Frameworks { get; init; } = [];

    public TestRunner Runner { get; init; }

    /// <summary>Whether the runner writes results as TRX. VSTest and xUnit always do; other programs need an extension.</summary>
    public bool WritesTrx { get; init; } = true;

    /// <summary>What can measure coverage.</summary>
    public CoverageTool Coverage { get; init; }

    /// <summary>Whether a framework is older than the builder's runtime.</summary>
    public bool IsOlder { get; init; }
}

/// <summary>Who runs the tests.</summary>
internal enum TestRunner
{
    /// <summary>dotnet test with a test adapter.</summary>
    VsTest,

    /// <summary>A program of its own, on Microsoft.Testing.Platform.</summary>
    Platform,

    /// <summary>The same with xUnit's own names of the arguments.</summary>
    XunitPlatform,
}

/// <summary>What measures the coverage of tests.</summary>
internal enum CoverageTool
{
    None,

    /// <summary>coverlet.collector, for VSTest.</summary>
    Coverlet,

    /// <summary>Microsoft.Testing.Extensions.CodeCoverage, for test programs.</summary>
    Platform,
}
