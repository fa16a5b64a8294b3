using MultiStage.Diagnostics;

namespace MultiStage.Testing;

/// <summary>What the log says of the tests of one project.</summary>
internal static class TestReport
{
    // More of them say no more; all are in the results.
    private const int MostErrors = 50;
    private const int LongestMessage = 400;

    /// <param name="run">The results.</param>
    /// <param name="folder">The folder that was delivered.</param>
    /// <param name="contextFolder">The folder of this machine that the builder has at <see cref="BuilderFolders.Source"/>.</param>
    public static IEnumerable<TestLine> Of(TestFolder run, HostPath folder, HostPath contextFolder)
    {
        var project = contextFolder / run.Test.Project;
        foreach (var line in run.Results.Failures.Take(MostErrors).SelectMany(failure => Failure(failure, project, folder, contextFolder)))
            yield return line;
        if (run.Results.Failed > MostErrors)
            yield return new TestLine($"{run.Test.Name}: {run.Results.Failed - MostErrors} more tests failed.");

        if (run.IsEmpty)
            yield return TestLine.Error(TestDiagnostics.NoTests, project, 0, run.Test.Project);
        else if (run.ExitCode != 0 && run.Results.Failed == 0)
            yield return TestLine.Error(TestDiagnostics.RunFailed, project, 0, run.Test.Name, run.ExitCode, Reason(run));

        yield return new TestLine($"{run.Test.Name}: {Counts(run)} -> {Path.Combine(folder, run.Test.Name)}");
    }

    /// <summary>E.g. <c>42 passed, 0 failed, 1 skipped</c>, over all projects.</summary>
    public static string Total(IReadOnlyList<TestFolder> runs) =>
        runs.All(run => run.FileCount == 0) ? (runs.All(run => run.IsSuccessful) ? "tests passed" : "tests failed")
        : $"{runs.Sum(run => run.Results.Passed)} passed, {runs.Sum(run => run.Results.Failed)} failed, {runs.Sum(run => run.Results.Skipped)} skipped";

    private static string Counts(TestFolder run) =>
        run.FileCount == 0 ? (run.ExitCode == 0 ? "passed; the runner writes no counts" : "failed; the runner writes no results")
        : $"{run.Results.Passed} passed, {run.Results.Failed} failed, {run.Results.Skipped} skipped";

    private static IEnumerable<TestLine> Failure(FailedTest failure, string project, HostPath folder, HostPath contextFolder)
    {
        var place = TestLocation.Of(failure.StackTrace, contextFolder);
        var message = failure.Message.Trim();
        // An error is one line; what has more stands above it.
        if (message.Contains('\n', StringComparison.Ordinal) || message.Length > LongestMessage)
        {
            var trace = failure.StackTrace.TrimEnd().Replace($" {BuilderFolders.Source}/", $" {contextFolder}/", StringComparison.Ordinal);
            yield return new TestLine($"{failure.Name}\n{message}\n{trace}");
        }
        yield return TestLine.Error(TestDiagnostics.TestFailed, place.File.Length > 0 ? place.File : project, place.Line, failure.Name,
            OneLine(message), folder);
    }

    private static string Reason(TestFolder run) => run.Results.RunErrors.Count > 0 ? $" but: {OneLine(run.Results.RunErrors[0])}" : "";

    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "it gives no message" : line.Length > LongestMessage ? line[..LongestMessage] + "…" : line;
    }
}

/// <summary>One entry of the log.</summary>
/// <param name="Text">What it says.</param>
internal sealed record TestLine(string Text)
{
    /// <summary>The kind of error; null for a message.</summary>
    public DiagnosticDescriptor? Descriptor { get; init; }

    /// <summary>Absolute path of the file that an error is in.</summary>
    public string File { get; init; } = "";

    public int Line { get; init; }

    public static TestLine Error(DiagnosticDescriptor descriptor, string file, int line, params object?[] arguments) =>
        new(descriptor.Format(arguments)) { Descriptor = descriptor, File = file, Line = line };
}
