using MultiStage.Testing;

namespace MultiStage.UnitTests.Testing;

public sealed class TestReportTests
{
    [Fact]
    public void Failures_are_errors_at_their_place_and_counts_come_last()
    {
        var results = new TestResults { Passed = 41, Failed = 1, Skipped = 2 };
        results.Failures.Add(new FailedTest("A.B", "expected\nother", "   at A.B() in /src/Tests/B.cs:line 7"));
        var lines = TestReport.Of(new TestFolder(new PlannedTest("Tests", InContext("Tests/Tests.csproj")), results, 2, 1),
            OnHost("/results"), OnHost("/repo"))
            .ToList();
        Assert.Equal([null, "MST5201", null], lines.Select(line => line.Descriptor?.Code));
        Assert.Equal(("/repo/Tests/B.cs", 7), (lines[1].File, lines[1].Line));
        Assert.Contains("/repo/Tests/B.cs", lines[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Tests: 41 passed, 1 failed, 2 skipped -> ", lines[2].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "MST5203")]
    [InlineData(3, 1, "MST5202")]
    public void A_run_without_failures_can_fail(int exitCode, int passed, string code)
    {
        var run = new TestFolder(new PlannedTest("Tests", InContext("Tests/Tests.csproj")), new TestResults { Passed = passed }, exitCode,
            1);
        Assert.Equal(code, Assert.Single(TestReport.Of(run, OnHost("/results"), OnHost("/repo")), line => line.Descriptor is not null)
            .Descriptor!.Code);
    }

    [Fact]
    public void The_total_is_over_all_projects()
    {
        var run = new TestFolder(new PlannedTest("Tests", InContext("Tests/Tests.csproj")), new TestResults { Passed = 21, Skipped = 1 },
            0, 1);
        Assert.Equal("42 passed, 0 failed, 2 skipped", TestReport.Total([run, run]));
    }
}
