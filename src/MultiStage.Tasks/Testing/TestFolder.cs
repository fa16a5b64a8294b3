using System.Globalization;

namespace MultiStage.Testing;

/// <summary>The results of one test project, as they lie on this machine.</summary>
/// <param name="ExitCode">0 when the run was successful.</param>
/// <param name="FileCount">How many files held results.</param>
internal sealed record TestFolder(PlannedTest Test, TestResults Results, int ExitCode, int FileCount)
{
    // What Microsoft.Testing.Platform ends with when there was nothing to run.
    private const int NothingRan = 8;

    /// <param name="folder">The folder that was delivered, with one folder for each project.</param>
    /// <param name="test">The test project.</param>
    public static TestFolder Read(string folder, PlannedTest test)
    {
        var own = Path.Combine(folder, test.Name);
        var results = new TestResults();
        string[] files = Directory.Exists(own)
            ? [.. Directory.EnumerateFiles(own, "*.trx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
        foreach (var file in files)
            TrxReader.Read(file, results);
        var exitCode = Path.Combine(own, PlannedTest.ExitCodeFile);
        return new TestFolder(test, results, !File.Exists(exitCode) ? 0
            : int.TryParse(File.ReadAllText(exitCode), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out var code) && code != 0 ? code : 1, files.Length);
    }

    public bool IsSuccessful => ExitCode == 0 && Results.Failed == 0;

    /// <summary>Whether no test ran. A program that writes no results and ends well is believed.</summary>
    public bool IsEmpty =>
        Results.Total == 0 && Results.RunErrors.Count == 0 && (ExitCode == NothingRan || (ExitCode == 0 && FileCount > 0));
}
