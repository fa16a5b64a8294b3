using System.Globalization;
using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Engines;
using MultiStage.Planning.Features.Tests;
using MultiStage.Testing;

namespace MultiStage.Tasks;

/// <content>Runs the tests in the builder, brings the results out and reports them. Errors: MST5201 to MST5204.</content>
public sealed partial class BuildContainerImage
{
    // More of them say no more; all are in the results.
    private const int MostErrors = 50;
    private const int LongestMessage = 400;

    /// <summary><c>ContainerTestResultsPath</c>: folder for the results of tests; relative to the project.</summary>
    public string TestResultsPath { get; set; } = "";

    /// <summary><c>ContainerTestBeforePublish</c>.</summary>
    public bool TestBeforePublish { get; set; }

    private bool IsTestTarget => Target is TestStages.Verdict or TestStages.Results;

    private bool NeedsTests => IsTestTarget || (TestBeforePublish && Target == KnownStages.Final);

    // A failed run is in the engine's cache like a successful one. The next run has another number, and so is run.
    private string AttemptFile => Path.Combine(Absolute(IntermediateFolder, Path.GetDirectoryName(ProjectFile)!), "test-attempt");

    private IEnumerable<NameValue> Attempt()
    {
        if (NeedsTests && ReadAttempt() is > 0 and var attempt)
            yield return new NameValue(TestStages.AttemptArgument, attempt.ToString(CultureInfo.InvariantCulture));
    }

    /// <returns>Whether all tests were successful.</returns>
    private bool RunTests(IContainerEngine engine, BuildRequest request)
    {
        var project = Path.GetDirectoryName(ProjectFile)!;
        var folder = FolderFor("ContainerTestResultsPath", TestResultsPath, project);
        Build(engine, request with
        {
            Target = TestStages.Results,
            ExportFolder = folder,
            ExportList = Path.Combine(Absolute(IntermediateFolder, project), "test-results.files"),
            // The tests run on the builder's platform, whatever platforms the image is for.
            Platform = "",
        });
        var runs = (request.Plan.Tests ?? []).Select(test => TestFolder.Read(folder, test)).ToList();
        foreach (var run in runs)
            ReportTests(run, folder);
        if (runs.All(run => run.IsSuccessful))
            return !Log.HasLoggedErrors;
        GeneratedFile.Write(AttemptFile, (ReadAttempt() + 1).ToString(CultureInfo.InvariantCulture) + "\n");
        return false;
    }

    private void ReportTests(TestFolder run, string folder)
    {
        var project = Path.Combine(ContextFolder, run.Test.Project);
        foreach (var failure in run.Results.Failures.Take(MostErrors))
            ReportFailure(failure, project, folder);
        if (run.Results.Failed > MostErrors)
            Log.LogMessage(MessageImportance.High, "{0}: {1} more tests failed.", run.Test.Name, run.Results.Failed - MostErrors);

        if (run.IsEmpty)
            LogTestError(TestDiagnostics.NoTests, TestDiagnostics.NoTests.Format(run.Test.Project), project, 0);
        else if (run.ExitCode != 0 && run.Results.Failed == 0)
            LogTestError(TestDiagnostics.RunFailed, TestDiagnostics.RunFailed.Format(run.Test.Name, run.ExitCode, Reason(run)), project, 0);

        var counts = run.FileCount == 0 ? (run.ExitCode == 0 ? "passed; the runner writes no counts" : "failed; the runner writes no results")
            : $"{run.Results.Passed} passed, {run.Results.Failed} failed, {run.Results.Skipped} skipped";
        Log.LogMessage(MessageImportance.High, "{0}: {1} -> {2}", run.Test.Name, counts, Path.Combine(folder, run.Test.Name));
    }

    private void ReportFailure(FailedTest failure, string project, string folder)
    {
        var place = TestLocation.Of(failure.StackTrace, ContextFolder);
        var message = failure.Message.Trim();
        // An error is one line; what has more stands above it.
        if (message.Contains('\n', StringComparison.Ordinal) || message.Length > LongestMessage)
            Log.LogMessage(MessageImportance.High, "{0}\n{1}\n{2}", failure.Name, message, failure.StackTrace.TrimEnd().Replace($" {BuilderFolders.Source}/", $" {ContextFolder}/", StringComparison.Ordinal));
        LogTestError(TestDiagnostics.TestFailed, TestDiagnostics.TestFailed.Format(failure.Name, OneLine(message), folder), place.File.Length > 0 ? place.File : project, place.Line);
    }

    private void LogTestError(DiagnosticDescriptor descriptor, string text, string file, int line) =>
        Log.LogError(null, descriptor.Code, null, descriptor.HelpLink, file, line, 0, 0, 0, "{0}", text);

    private static string Reason(TestFolder run) => run.Results.RunErrors.Count > 0 ? $" but: {OneLine(run.Results.RunErrors[0])}" : "";

    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "it gives no message" : line.Length > LongestMessage ? line[..LongestMessage] + "…" : line;
    }

    private int ReadAttempt() =>
        File.Exists(AttemptFile) && int.TryParse(File.ReadAllText(AttemptFile), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var attempt) ? attempt : 0;
}
