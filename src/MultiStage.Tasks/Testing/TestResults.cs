namespace MultiStage.Testing;

/// <summary>What one or several files with results say.</summary>
internal sealed class TestResults
{
    public int Passed { get; set; }
    public int Failed { get; set; }
    public int Skipped { get; set; }

    /// <summary>Tests that failed, in the order of the files; no more than the reader keeps.</summary>
    public List<FailedTest> Failures { get; } = [];

    /// <summary>Errors of the runner itself, such as a crash of the test process.</summary>
    public List<string> RunErrors { get; } = [];

    public int Total => Passed + Failed + Skipped;
}

/// <summary>A test that failed.</summary>
/// <param name="Message">As the test framework wrote it; may have several lines.</param>
internal sealed record FailedTest(string Name, string Message, string StackTrace);
