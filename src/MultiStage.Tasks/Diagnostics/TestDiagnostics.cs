namespace MultiStage.Diagnostics;

/// <summary>MST52xx: tests in the builder.</summary>
internal static class TestDiagnostics
{
    public static readonly DiagnosticDescriptor TestFailed = new("MST5201", "A test failed",
        "The test '{0}' failed: {1}.",
        "All results: {2}.");

    public static readonly DiagnosticDescriptor RunFailed = new("MST5202", "A test run failed without a failed test",
        "The tests of '{0}' ended with exit code {1}, and no result says why{2}.",
        "The output of the run is in the build log (-v:n or -bl).");

    public static readonly DiagnosticDescriptor NoTests = new("MST5203", "No test ran",
        "The test project '{0}' has run no test.",
        "Check that it has tests and the adapter or runner of its framework, or take it out of ContainerTestProject.");

    public static readonly DiagnosticDescriptor UnreadableResults = new("MST5204", "A file with test results cannot be read",
        "The results in '{0}' cannot be read: {1}.",
        "Run the tests again; if the test framework writes such files, take the project out of ContainerTestProject.");

    public static readonly DiagnosticDescriptor NoTestProject = new("MST5205", "No test project was found",
        "{0} has no test project that references '{1}'.",
        "Name the test projects: <ContainerTestProject Include=\"../../tests/App.Tests/App.Tests.csproj\" />.");

    public static readonly DiagnosticDescriptor MissingTestProject = new("MST5206", "A ContainerTestProject does not exist",
        "ContainerTestProject '{0}' is no project file: '{1}' does not exist.",
        "Correct the path, which starts at the project's folder.");

    public static readonly DiagnosticDescriptor NoEngine = new("MST5207", "The embedded engine runs no tests",
        "{0} needs tests to run in the builder, and the embedded engine runs nothing there.",
        "Build with an engine that runs steps (ContainerEngine=docker), or run `dotnet test` on this machine.");

    public static readonly DiagnosticDescriptor NoCoverageTool = new("MST5208", "Nothing measures the coverage of a test project",
        "ContainerTestCoverage is true, and the test project '{0}' references nothing that measures coverage.",
        "Reference coverlet.collector (tests run by dotnet test) or Microsoft.Testing.Extensions.CodeCoverage (test programs), or leave ContainerTestCoverage empty.");

    public static readonly DiagnosticDescriptor InvalidSolution = new("MST5209", "The solution cannot be read",
        "The solution '{0}', in which test projects are looked for, cannot be read: {1}.",
        "Repair it, or name the test projects with ContainerTestProject.");
}
