namespace MultiStage.EngineTests;

/// <summary>Each framework's own runner in the builder, and what measures coverage.</summary>
public sealed class TestFrameworkTests
{
    private const string Sdk = """<PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />""";
    private const string MsTest =
        """<PackageReference Include="MSTest.TestAdapter" Version="4.5.2" /><PackageReference Include="MSTest.TestFramework" Version="4.5.2" />""";
    private const string NUnit =
        """<PackageReference Include="NUnit" Version="5.0.0" /><PackageReference Include="NUnit3TestAdapter" Version="6.3.1" />""";
    private const string Xunit =
        """<PackageReference Include="xunit.v3" Version="3.2.2" /><PackageReference Include="xunit.runner.visualstudio" Version="4.0.1" />""";
    private const string Coverlet = """<PackageReference Include="coverlet.collector" Version="8.0.1" />""";

    [Theory, Trait(Category.Name, Category.Matrix)]
    [InlineData("docker", Sdk + MsTest, "[Microsoft.VisualStudio.TestTools.UnitTesting.TestClass]",
        "Microsoft.VisualStudio.TestTools.UnitTesting.TestMethod", "Microsoft.VisualStudio.TestTools.UnitTesting.Assert.Fail(\"no\")")]
    [InlineData("docker-20", Sdk + MsTest, "[Microsoft.VisualStudio.TestTools.UnitTesting.TestClass]",
        "Microsoft.VisualStudio.TestTools.UnitTesting.TestMethod", "Microsoft.VisualStudio.TestTools.UnitTesting.Assert.Fail(\"no\")")]
    [InlineData("docker", Sdk + NUnit, "", "NUnit.Framework.Test", "NUnit.Framework.Assert.Fail(\"no\")")]
    [InlineData("docker-20", Sdk + NUnit, "", "NUnit.Framework.Test", "NUnit.Framework.Assert.Fail(\"no\")")]
    [InlineData("docker", Sdk + Xunit, "", "Xunit.Fact", "Xunit.Assert.Fail(\"no\")")]
    public async Task Tests_run_and_a_failure_has_its_name_file_and_line(string engineName, string packages, string ofClass, string test,
        string fail)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewWorkspace(packages, "", $"[{test}] public void Passes() {{ }}", ofClass);
        (await PublishAsync(workspace, engine)).Succeeded().AssertContains("tiny.Tests: 1 passed, 0 failed");
        Assert.Contains("outcome=\"Passed\"", File.ReadAllText(Path.Combine(Results(workspace), "tiny.Tests.trx")),
            StringComparison.Ordinal);

        workspace.Write("tests/tiny.Tests/MoreTests.cs",
            $"{ofClass}\npublic class MoreTests\n{{\n    [{test}]\n    public void Fails() => {fail};\n}}\n");
        var error = (await PublishAsync(workspace, engine)).AssertOneError("MST5201");
        Assert.True(
            error.StartsWith(workspace.Path("tests/tiny.Tests/MoreTests.cs") + "(5): error MST5201: The test 'MoreTests.Fails' failed: ",
                StringComparison.Ordinal), error);
        Assert.Contains("no", error, StringComparison.Ordinal);
    }

    // Programs without the extension for TRX: success and failure are known, and nothing else.
    [Theory, Trait(Category.Name, Category.Matrix)]
    [InlineData(MsTest, "<EnableMSTestRunner>true</EnableMSTestRunner>", "[Microsoft.VisualStudio.TestTools.UnitTesting.TestClass]",
        "Microsoft.VisualStudio.TestTools.UnitTesting.TestMethod", "Microsoft.VisualStudio.TestTools.UnitTesting.Assert.Fail(\"no\")")]
    [InlineData(NUnit, "<EnableNUnitRunner>true</EnableNUnitRunner>", "", "NUnit.Framework.Test", "NUnit.Framework.Assert.Fail(\"no\")")]
    public async Task A_program_without_results_still_fails_the_publish(string packages, string properties, string ofClass, string test,
        string fail)
    {
        using var workspace = NewWorkspace(packages, properties, $"[{test}] public void Passes() {{ }}", ofClass);
        (await PublishAsync(workspace, Engine.Docker)).Succeeded();
        workspace.Write("tests/tiny.Tests/MoreTests.cs", $"{ofClass} public class MoreTests {{ [{test}] public void Fails() => {fail}; }}");
        Assert.Contains("'tiny.Tests'", (await PublishAsync(workspace, Engine.Docker)).AssertOneError("MST5202"), StringComparison.Ordinal);
    }

    [Theory, InlineData("docker"), InlineData("docker-20"), Trait(Category.Name, Category.Matrix)]
    public async Task Coverage_comes_to_this_machine_also_when_a_test_fails(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewWorkspace(Sdk + NUnit + Coverlet, "",
            "[NUnit.Framework.Test] public void Adds() => NUnit.Framework.Assert.That(Adder.Add(2, 3), NUnit.Framework.Is.EqualTo(5));");
        (await PublishAsync(workspace, engine, "-p:ContainerTestCoverage=true")).Succeeded();
        Check();

        workspace.Write("tests/tiny.Tests/MoreTests.cs",
            "public class MoreTests { [NUnit.Framework.Test] public void Fails() => NUnit.Framework.Assert.Fail(\"no\"); }");
        Directory.Delete(Results(workspace), recursive: true);
        (await PublishAsync(workspace, engine, "-p:ContainerTestCoverage=true")).AssertOneError("MST5201");
        Check();

        workspace.Write("tests/tiny.Tests/tiny.Tests.csproj",
            workspace.Read("tests/tiny.Tests/tiny.Tests.csproj").Replace(Coverlet, "", StringComparison.Ordinal));
        Assert.Contains("tiny.Tests", (await PublishAsync(workspace, engine, "-p:ContainerTestCoverage=true")).AssertOneError("MST5208"),
            StringComparison.Ordinal);

        void Check()
        {
            // The runner keeps a copy beside the results.
            var reports = Directory.GetFiles(Results(workspace), "*cobertura.xml", SearchOption.AllDirectories).Select(File.ReadAllText);
            var report = Assert.Single(reports.Distinct());
            Assert.Matches("<class name=\"Adder\" filename=\"[^\"]*Adder\\.cs\" line-rate=\"1\"", report);
        }
    }

    private static Workspace NewWorkspace(string packages, string properties, string tests, string ofClass = "") => new Workspace()
        .AddConsoleApp()
        .Write("app/Adder.cs", "public static class Adder\n{\n    public static int Add(int one, int other) => one + other;\n}\n")
        .Write("All.slnx",
            """<Solution><Project Path="app/tiny.csproj" /><Project Path="tests/tiny.Tests/tiny.Tests.csproj" /></Solution>""")
        .Write("tests/tiny.Tests/tiny.Tests.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>{properties}</PropertyGroup>
              <ItemGroup>
                {packages}
                <ProjectReference Include="../../app/tiny.csproj" />
              </ItemGroup>
            </Project>
            """)
        .Write("tests/tiny.Tests/TinyTests.cs", $"{ofClass} public class TinyTests\n{{\n    {tests}\n}}\n");

    private static Task<CommandResult> PublishAsync(Workspace workspace, Engine engine, params string[] arguments) =>
        workspace.PublishQuietlyAsync("app", engine, ["-p:ContainerTarget=test", .. arguments]);

    private static string Results(Workspace workspace) => workspace.Path("app/obj/container/net10.0/test-results/tiny.Tests");
}
