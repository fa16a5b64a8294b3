using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Planning.Features.Tests;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <content>The test projects. Errors: MST5205, MST5206, MST5208, MST5209.</content>
public sealed partial class GenerateContainerFiles
{
    /// <summary><c>ContainerTestProject</c> items.</summary>
    public ITaskItem[] TestProjects { get; set; } = [];

    /// <summary><c>ContainerTestBeforePublish</c>.</summary>
    public bool TestBeforePublish { get; set; }

    /// <summary><c>ContainerTestCoverage</c>.</summary>
    public bool TestCoverage { get; set; }

    private bool DeclaresTests => TestProjects.Length > 0 || TestBeforePublish;

    // Nothing else looks for tests: a plain publish reads no solution and no more projects than before.
    private TestQuery? Tests() =>
        DeclaresTests || TestStages.Names.Contains(Target)
            ? new TestQuery([.. TestProjects.Select(Existing).Distinct(StringComparer.Ordinal)])
            : null;

    private TestOptions TestOptions() =>
        new() { IsDeclared = DeclaresTests, BeforePublish = TestBeforePublish, WithCoverage = TestCoverage };

    private string Existing(ITaskItem item)
    {
        var path = Absolute(item.ItemSpec);
        return File.Exists(path) ? path : throw new ContainerException(TestDiagnostics.MissingTestProject, item.ItemSpec, path);
    }
}
