using MultiStage.Testing;

namespace MultiStage.UnitTests.Testing;

/// <summary>The results of a project on this machine: where a test failed, and whether the run was one.</summary>
public sealed class TestFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("multistage-results-");

    [Theory]
    [InlineData("   at A.B() in /src/tests/A.cs:line 12", "/repo/tests/A.cs", 12)]
    [InlineData("   at Xunit.Assert.Equal() in /_/src/xunit.assert/Asserts.cs:line 9\n   at A.B() in /src/tests/A.cs:line 12\n   at C.D() in /src/tests/C.cs:line 13", "/repo/tests/A.cs", 12)]
    [InlineData("   bei A.B() in /src/tests/A.cs:Zeile 12.", "", 0)]
    [InlineData("   bei A.B() in /src/tests/A.cs:Zeile 12\r", "/repo/tests/A.cs", 12)]
    [InlineData("   在 A.B() 位置 /src/tests/A.cs:行号 12", "/repo/tests/A.cs", 12)]
    [InlineData("   at A.B() in /src/tests/my tests/a:b.cs:line 7", "/repo/tests/my tests/a:b.cs", 7)]
    [InlineData("at A.B() in /src/../etc/passwd:line 1", "", 0)]
    [InlineData("at A.B() in /src/..:line 1", "", 0)]
    [InlineData("at A.B() in /src//etc/passwd:line 1", "", 0)]
    [InlineData("at A.B() in /home/me/A.cs:line 1", "", 0)]
    [InlineData("at A.B() in /src/A.cs:line 99999999999", "", 0)]
    [InlineData("at A.B() in /src/A.cs:line -1", "", 0)]
    [InlineData("at A.B() in /src/A\0.cs:line 1", "", 0)]
    [InlineData("at A.B()", "", 0)]
    [InlineData("", "", 0)]
    public void The_place_of_a_failure_is_one_of_this_machine(string stackTrace, string file, int line) =>
        Assert.Equal(new TestLocation(file, line), TestLocation.Of(stackTrace, OnHost("/repo")));

    [Theory]
    [InlineData(null, "Passed", true, false, 0)]
    [InlineData(null, "NotExecuted", true, false, 0)]
    [InlineData("1\n", "Failed", false, false, 1)]
    [InlineData(null, "Failed", false, false, 0)]
    [InlineData("134\n", "Passed", false, false, 134)]
    [InlineData("134\n", null, false, false, 134)]
    // Nothing ran: VSTest ends well and writes a file without results, test programs end with 8.
    [InlineData(null, "", true, true, 0)]
    [InlineData("8\n", "", false, true, 8)]
    [InlineData("8\n", null, false, true, 8)]
    // A program that writes no results is believed.
    [InlineData(null, null, true, false, 0)]
    // A file that nobody of us wrote does not make a success.
    [InlineData("", "Passed", false, false, 1)]
    [InlineData("0", "Passed", false, false, 1)]
    [InlineData("garbage", "Passed", false, false, 1)]
    public void Exit_code_and_results_together_tell_how_it_went(string? exitCode, string? outcome, bool isSuccessful,
        bool isEmpty, int code)
    {
        if (exitCode is not null)
            Write("App.Tests/exit-code", exitCode);
        if (outcome is not null)
            Write("App.Tests/deep/a.trx",
                "<TestRun><Results>" + (outcome.Length > 0 ? $"<UnitTestResult outcome=\"{outcome}\" />" : "") + "</Results></TestRun>");
        Write("Other/a.trx", "broken");
        var run = TestFolder.Read(folder.FullName, new PlannedTest("App.Tests", InContext("tests/App.Tests.csproj")));
        Assert.Equal((isSuccessful, isEmpty, code), (run.IsSuccessful, run.IsEmpty, run.ExitCode));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
