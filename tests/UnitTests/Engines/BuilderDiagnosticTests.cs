using MultiStage.Engines.Explain;

namespace MultiStage.UnitTests.Engines;

public sealed class BuilderDiagnosticTests
{
    [Theory]
    // C#, F#, VB
    [InlineData("/src/a/B.cs(3,14): error CS0103: The name 'x' does not exist [/src/a/A.csproj]", "error", "CS0103",
        "The name 'x' does not exist", "/r/a/B.cs", 3, 14, "/r/a/A.csproj")]
    [InlineData("/src/a/B.cs(3,14): warning CS0168: unused [/src/a/A.csproj::TargetFramework=net8.0]", "warning", "CS0168", "unused",
        "/r/a/B.cs", 3, 14, "/r/a/A.csproj")]
    [InlineData("/src/a/B.cs(3,14,3,20): error CS0103: range [/src/a/A.csproj]", "error", "CS0103", "range", "/r/a/B.cs", 3, 14,
        "/r/a/A.csproj")]
    [InlineData("/src/f/Program.fs(7,5): error FS0039: The value 'x' is not defined. [/src/f/F.fsproj]", "error", "FS0039",
        "The value 'x' is not defined.", "/r/f/Program.fs", 7, 5, "/r/f/F.fsproj")]
    [InlineData("/src/v/Module1.vb(4) : error BC30451: 'x' is not declared. [/src/v/V.vbproj]", "error", "BC30451", "'x' is not declared.",
        "/r/v/Module1.vb", 4, 0, "/r/v/V.vbproj")]
    [InlineData("/src/v/Module1.vb(4,9): error BC30451: 'x' is not declared. [/src/v/V.vbproj]", "error", "BC30451", "'x' is not declared.",
        "/r/v/Module1.vb", 4, 9, "/r/v/V.vbproj")]
    // NuGet
    [InlineData("/src/a/A.csproj : error NU1101: Unable to find package X. No packages exist with this id in source(s): local", "error",
        "NU1101", "Unable to find package X. No packages exist with this id in source(s): local", "/r/a/A.csproj", 0, 0, "")]
    [InlineData("/src/a/A.csproj : error NU1101: no [/src/S.slnx]", "error", "NU1101", "no [/src/S.slnx]", "/r/a/A.csproj", 0, 0, "")]
    [InlineData("/src/a/A.csproj : warning NU1903: Package 'X' 1.0 has a known high severity vulnerability, https://github.com/advisories/GHSA-1", "warning", "NU1903", "Package 'X' 1.0 has a known high severity vulnerability, https://github.com/advisories/GHSA-1", "/r/a/A.csproj", 0, 0, "")]
    [InlineData("/src/a/A.csproj : error NU1301:   Response status code does not indicate success: 401 (Unauthorized).", "error", "NU1301",
        "Response status code does not indicate success: 401 (Unauthorized).", "/r/a/A.csproj", 0, 0, "")]
    // MSBuild and its tools
    [InlineData("MSBUILD : error MSB1009: Project file does not exist.", "error", "MSB1009", "Project file does not exist.",
        "MSBUILD", 0, 0, "")]
    [InlineData("/usr/share/dotnet/sdk/10.0.401/Microsoft.Common.targets(55,9): error MSB4025: bad [/src/a/A.csproj]", "error", "MSB4025",
        "bad", "/usr/share/dotnet/sdk/10.0.401/Microsoft.Common.targets", 55, 9, "/r/a/A.csproj")]
    [InlineData("/src/a/A.csproj(12,3): error MSB4057: The target \"x\" does not exist in the project.", "error", "MSB4057",
        "The target \"x\" does not exist in the project.", "/r/a/A.csproj", 12, 3, "")]
    [InlineData("CSC : error CS5001: Program does not contain a static 'Main' method [/src/a/A.csproj]", "error", "CS5001",
        "Program does not contain a static 'Main' method", "CSC", 0, 0, "/r/a/A.csproj")]
    [InlineData("CSC : warning AD0001: Analyzer 'A' threw [/src/a/A.csproj]", "warning", "AD0001", "Analyzer 'A' threw", "CSC", 0, 0,
        "/r/a/A.csproj")]
    [InlineData("ILC : warning IL3053: Assembly 'A' produced AOT analysis warnings. [/src/a/A.csproj]", "warning", "IL3053",
        "Assembly 'A' produced AOT analysis warnings.", "ILC", 0, 0, "/r/a/A.csproj")]
    // Paths
    [InlineData("/src/My App/B c.cs(3,14): error CS0103: x [/src/My App/A b.csproj]", "error", "CS0103", "x", "/r/My App/B c.cs", 3, 14,
        "/r/My App/A b.csproj")]
    [InlineData("/src/Größe/日本.cs(1,2): error CS0103: x [/src/Größe/G.csproj]", "error", "CS0103", "x", "/r/Größe/日本.cs", 1, 2,
        "/r/Größe/G.csproj")]
    [InlineData("/src/App (2)/B.cs(3,14): error CS0103: x [/src/App (2)/A.csproj]", "error", "CS0103", "x", "/r/App (2)/B.cs", 3, 14,
        "/r/App (2)/A.csproj")]
    [InlineData("/src/App [x]/B.cs(3,14): error CS0103: x [/src/App [x]/A.csproj]", "error", "CS0103", "x", "/r/App [x]/B.cs", 3, 14,
        "/r/App [x]/A.csproj")]
    [InlineData("/srcs/a/B.cs(3,14): error CS0103: x", "error", "CS0103", "x", "/srcs/a/B.cs", 3, 14, "")]
    [InlineData("  /src/a/B.cs(3,14): error CS0103: indented", "error", "CS0103", "indented", "/r/a/B.cs", 3, 14, "")]
    [InlineData("/src/a/B.cs(3,14): error CS0103: colon: in (text): error CS1: x", "error", "CS0103", "colon: in (text): error CS1: x",
        "/r/a/B.cs", 3, 14, "")]
    public void A_diagnostic_is_read_and_moved_to_the_host(string line, string severity, string code, string text, string file, int row,
        int column, string project) =>
        Assert.Equal(new BuilderDiagnostic(severity == "error", code, text, file, row, column, project),
            BuilderDiagnostic.Parse(line, OnHost("/r")));

    [Theory]
    [InlineData("")]
    [InlineData("Build FAILED.")]
    [InlineData("    3 Error(s)")]
    [InlineData("  Failed to restore /src/app/App.csproj (in 98 ms).")]
    [InlineData("error: something")]
    [InlineData("npm error code ENOENT")]
    [InlineData("  A -> /src/a/bin/A.dll")]
    [InlineData("fatal: not a git repository: error")]
    [InlineData("Time Elapsed 00:00:02.25")]
    [InlineData("[12:00:00] error in x")]
    public void Other_lines_are_no_diagnostics(string line) => Assert.Null(BuilderDiagnostic.Parse(line, OnHost("/r")));

    [Fact]
    public void A_long_line_is_refused_quickly()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Null(BuilderDiagnostic.Parse(new string('a', 20000) + new string(' ', 20000) + "(", OnHost("/r")));
        Assert.Null(BuilderDiagnostic.Parse(string.Concat(Enumerable.Repeat("a (1) ", 4000)), OnHost("/r")));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
    }
}
