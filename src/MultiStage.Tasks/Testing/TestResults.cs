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
/// <param name="Id">What ties it to its definition in the same file; empty for nothing.</param>
internal sealed record FailedTest(string Name, string Message, string StackTrace, string Id = "")
{
    /// <summary>Its full name: MSTest and NUnit write the name of the method alone, and that of the class elsewhere.</summary>
    public FailedTest In(string className, string method)
    {
        // Older adapters add the assembly.
        var type = className.Split(',')[0].Trim();
        var isBare = method.Length > 0 && Name.StartsWith(method, StringComparison.Ordinal) && Name[method.Length..]
            .TrimStart() is "" or ['(', ..];
        return isBare && type.Length > 0 && !Name.StartsWith(type + ".", StringComparison.Ordinal)
            ? this with { Name = $"{type}.{Name}" }
            : this;
    }
}
