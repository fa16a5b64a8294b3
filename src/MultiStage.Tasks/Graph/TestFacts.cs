namespace MultiStage.Graph;

/// <summary>
/// What an evaluated project says about its tests. IsTestProject and the like come with packages, which are not there
/// before a restore; so the names of the packages count as well.
/// </summary>
internal static class TestFacts
{
    private const string Platform = "Microsoft.Testing.Platform";
    private const string VsTestPackage = "Microsoft.NET.Test.Sdk";

    // The oldest framework that the builder's own runtime is made for.
    private static readonly Version Builder = new(10, 0);

    private static readonly string[] TestPackages =
        [VsTestPackage, "MSTest", "MSTest.TestAdapter", "MSTest.TestFramework", "NUnit", "NUnit3TestAdapter", "xunit", "xunit.v3",
            "xunit.v3.core", "TUnit", "TUnit.Engine", "Expecto"];

    // Packages that bring the extension for TRX along.
    private static readonly string[] TrxPackages = ["Microsoft.Testing.Extensions.TrxReport", "MSTest", "TUnit"];

    // They ask for a test program rather than a test adapter.
    private static readonly string[] ProgramSwitches = ["UseMicrosoftTestingPlatformRunner", "EnableMSTestRunner", "EnableNUnitRunner",
        "TestingPlatformDotnetTestSupport"];

    public static bool IsTest(EvaluatedProject project)
    {
        if (project.IsTrue("IsTestProject") || project.IsTrue("IsTestingPlatformApplication") || project.IsTrue("UsingMSTestSdk"))
            return true;
        return !project.Values("IsTestProject").Any() && Packages(project).Overlaps(TestPackages);
    }

    /// <param name="project">A test project.</param>
    /// <param name="path">Its path, relative to the context.</param>
    /// <param name="runner">The runner that global.json names for all; empty for none.</param>
    public static TestProject Of(EvaluatedProject project, ContextPath path, string runner)
    {
        var packages = Packages(project);
        var isProgram = IsProgram(project, packages, runner);
        var isXunit = packages.Any(package => package.StartsWith("xunit.v3", StringComparison.OrdinalIgnoreCase));
        var frameworks = project.Values("TargetFrameworks")
            .SelectMany(value => value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal).ToList();
        return new TestProject(path)
        {
            Frameworks = frameworks,
            Runner = !isProgram ? TestRunner.VsTest : isXunit ? TestRunner.XunitPlatform : TestRunner.Platform,
            WritesTrx = !isProgram || isXunit || packages.Overlaps(TrxPackages) || project.IsTrue("UsingMSTestSdk"),
            Coverage = Coverage(packages, isProgram, project),
            IsOlder = frameworks.Concat(project.Values("TargetFramework")).Any(IsOlder),
        };
    }

    private static bool IsProgram(EvaluatedProject project, HashSet<string> packages, string runner)
    {
        if (runner.Equals(Platform, StringComparison.OrdinalIgnoreCase) || ProgramSwitches.Any(project.IsTrue))
            return true;
        if (project.IsTrue("UsingMSTestSdk"))
            return !project.IsTrue("UseVSTest");
        return packages.Overlaps(["TUnit", "TUnit.Engine"]) || (packages.Contains("xunit.v3") && !packages.Contains(VsTestPackage));
    }

    private static CoverageTool Coverage(HashSet<string> packages, bool isProgram, EvaluatedProject project) =>
        isProgram
            ? packages.Overlaps(["Microsoft.Testing.Extensions.CodeCoverage", "MSTest", "TUnit"])
                || project.IsTrue("UsingMSTestSdk") ? CoverageTool.Platform : CoverageTool.None
            : packages.Contains("coverlet.collector") ? CoverageTool.Coverlet : CoverageTool.None;

    private static bool IsOlder(string framework) =>
        framework.StartsWith("net", StringComparison.Ordinal) && Version.TryParse(framework[3..].Split('-')[0], out var version)
            && version < Builder;

    private static HashSet<string> Packages(EvaluatedProject project) =>
        project.Items("PackageReference").Select(item => item.EvaluatedInclude).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
