using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Features.Tests;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages;

/// <summary>The stages that run tests.</summary>
public sealed class TestStageTests
{
    [Theory]
    [InlineData(false, "", false)]
    [InlineData(false, "export", false)]
    [InlineData(false, "test", true)]
    [InlineData(false, "test-run", true)]
    [InlineData(false, "test-results", true)]
    [InlineData(true, "", true)]
    public void The_stages_are_there_for_who_declares_tests_or_asks(bool isDeclared, string asked, bool expected)
    {
        var plan = Plan(Solution(), new StageOptions { Asked = asked, Tests = new TestOptions { IsDeclared = isDeclared } });
        foreach (var name in TestStages.Names)
            Assert.Equal(expected, plan.Find(name) is not null);
        Assert.Equal(expected ? ["App.Tests"] : null, plan.Tests?.Select(test => test.Name));
        Assert.Equal(expected, plan.Context.Included.Contains(InContext("tests/App.Tests")));
    }

    [Fact]
    public void Without_test_projects_nothing_is_there_to_ask_for() =>
        Assert.Null(Plan(Models.Web, Asked).Find("test"));

    [Fact]
    public void What_builds_the_app_is_the_same_with_tests_and_without()
    {
        var without = Plan(Solution() with { Tests = new TestModel() }, new StageOptions());
        var with = Plan(Solution(), Asked);
        foreach (var name in new[] { "base", "build", "publish", "final" })
            Assert.Equal(Text(without, name), Text(with, name));
    }

    [Fact]
    public void Tests_run_on_what_the_app_has_restored_and_copied()
    {
        var run = Plan(Solution(), Asked).Find("test-run")!;
        Assert.Equal("build", run.From);
        Assert.Equal(
            ["tests/App.Tests/App.Tests.csproj", "tests/Support/Support.csproj", "tests/App.Tests/", "tests/Support/"],
            run.Steps.OfType<CopyStep>().SelectMany(copy => copy.Sources).Texts());
    }

    [Fact]
    public void Every_command_of_a_run()
    {
        var text = Text(Plan(Solution(), Asked), "test-run");
        Assert.Contains("dotnet restore tests/App.Tests/App.Tests.csproj -p:Configuration=$BUILD_CONFIGURATION\n", text,
            StringComparison.Ordinal);
        Assert.Contains("RUN dotnet build tests/App.Tests/App.Tests.csproj --no-restore -c $BUILD_CONFIGURATION\n", text,
            StringComparison.Ordinal);
        Assert.Contains(
            "ARG TEST_ATTEMPT=0\nRUN mkdir -p /out/test-results/App.Tests \\\n && dotnet test tests/App.Tests/App.Tests.csproj --no-build -c $BUILD_CONFIGURATION --logger 'trx;LogFileName=App.Tests.trx' --results-directory /out/test-results/App.Tests || echo $? > /out/test-results/App.Tests/exit-code\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_come_out_whatever_the_tests_say_and_the_verdict_fails_with_them()
    {
        var plan = Plan(Solution(), Asked);
        Assert.Equal(
            "\n# test-results holds the results of the tests alone, for --output\nFROM scratch AS test-results\nCOPY --from=test-run /out/test-results/ /\n", Text(plan, "test-results"));
        Assert.Equal(
            "\n# test fails when a test has failed\nFROM test-run AS test\nRUN test '!' -e /out/test-results/App.Tests/exit-code \\\n && mkdir -p /out/test-passed\n", Text(plan, "test"));
    }

    [Fact]
    public void Final_needs_the_tests_only_when_the_project_says_so_and_gets_nothing_of_them()
    {
        Assert.DoesNotContain(Plan(Solution(), Declared).Find("final")!.Steps.OfType<CopyStep>(),
            copy => copy.From.StartsWith("test", StringComparison.Ordinal));
        var plan = Plan(Solution(), new StageOptions { Tests = new TestOptions { IsDeclared = true, BeforePublish = true } });
        var gate = plan.Find("final")!.Steps.OfType<CopyStep>().First();
        Assert.Equal(("test", "/out/test-passed/", "./", "ContainerTestBeforePublish"),
            (gate.From, gate.Sources.Single().Text, gate.Destination.Text, gate.Origin));
        Assert.Equal("final", plan.Stages[^1].Name);
    }

    private static readonly Dictionary<string, (TestProject Test, bool WithCoverage, string Expected)> Cases = new()
    {
        ["a test adapter"] = (new TestProject(InContext("t/T.csproj")), false,
            "dotnet test t/T.csproj --no-build -c $BUILD_CONFIGURATION --logger 'trx;LogFileName=T.trx' --results-directory /out/test-results/T || echo $? > /out/test-results/T/exit-code"),
        ["with coverage"] = (new TestProject(InContext("t/T.csproj")) { Coverage = CoverageTool.Coverlet }, true,
            "--results-directory /out/test-results/T --collect 'XPlat Code Coverage' || echo"),
        ["a program with TRX"] = (new TestProject(InContext("t/T.csproj")) { Runner = TestRunner.Platform }, false,
            "dotnet run --project t/T.csproj --no-build -c $BUILD_CONFIGURATION -- --results-directory /out/test-results/T --report-trx --report-trx-filename T.trx || echo"),
        ["a program without"] = (new TestProject(InContext("t/T.csproj")) { Runner = TestRunner.Platform, WritesTrx = false }, false,
            "-- --results-directory /out/test-results/T || echo $? > /out/test-results/T/exit-code"),
        ["a program with coverage"] = (new TestProject(InContext("t/T.csproj"))
            { Runner = TestRunner.Platform, Coverage = CoverageTool.Platform },
            true, "--report-trx-filename T.trx --coverage --coverage-output-format cobertura --coverage-output T.cobertura.xml || echo"),
        ["xUnit's program"] = (new TestProject(InContext("t/T.csproj")) { Runner = TestRunner.XunitPlatform }, false,
            "-- --results-directory /out/test-results/T --report-xunit-trx --report-xunit-trx-filename T.trx || echo"),
        ["xUnit's program is compiled for it"] = (new TestProject(InContext("t/T.csproj")) { Runner = TestRunner.XunitPlatform }, false,
            "dotnet build t/T.csproj --no-restore -c $BUILD_CONFIGURATION -p:UseMicrosoftTestingPlatformRunner=true\n"),
        ["several frameworks"] = (new TestProject(InContext("t/T.csproj")) { Frameworks = ["net9.0", "net10.0"] }, false,
            "dotnet test t/T.csproj --no-build -c $BUILD_CONFIGURATION -f net10.0 --logger 'trx;LogFileName=T-net10.0.trx' --results-directory /out/test-results/T || echo $? > /out/test-results/T/exit-code \\\n && dotnet test t/T.csproj --no-build -c $BUILD_CONFIGURATION -f net9.0 --logger 'trx;LogFileName=T-net9.0.trx'"),
        ["an older framework"] = (new TestProject(InContext("t/T.csproj")) { IsOlder = true }, false,
            "DOTNET_ROLL_FORWARD=Major dotnet test t/T.csproj"),
        ["a name that looks like an option"] = (new TestProject(InContext("-t/T.csproj")), false, "dotnet test ./-t/T.csproj --no-build"),
        ["a name with blanks"] = (new TestProject(InContext("t/My 'T'.csproj")), false, "dotnet test 't/My '\\''T'\\''.csproj' --no-build"),
    };

    public static TheoryData<string> Runners => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Runners))]
    public void The_command_follows_from_the_runner(string name)
    {
        var (test, withCoverage, expected) = Cases[name];
        var plan = Plan(Solution(test), new StageOptions { Asked = "test", Tests = new TestOptions { WithCoverage = withCoverage } });
        Assert.True(Text(plan, "test-run").Contains(expected, StringComparison.Ordinal), name + "\n" + Text(plan, "test-run"));
    }

    [Fact]
    public void Coverage_that_nothing_measures_is_an_error_that_names_the_project()
    {
        var exception =
            Assert.Throws<ContainerException>(() => Plan(Solution(), Asked with { Tests = new TestOptions { WithCoverage = true } }));
        Assert.Equal("MST5208", exception.Descriptor.Code);
        Assert.Contains("tests/App.Tests/App.Tests.csproj", exception.Message, StringComparison.Ordinal);
        // Nobody asks for tests: nothing to measure.
        Plan(Solution(), new StageOptions { Tests = new TestOptions { WithCoverage = true } });
    }

    [Theory]
    [InlineData("PublishAot", false), InlineData("PublishTrimmed", false), InlineData("SelfContained", false), InlineData("Version",
        false), InlineData("DefineConstants", true)]
    public void How_the_app_is_published_is_nothing_to_the_restore_of_tests(string property, bool expected)
    {
        var plan = Planner.Plan(Solution(), Models.Options with { Properties = [new NameValue(property, "x")], Items = Asked });
        Assert.Equal(expected,
            Text(plan, "test-run").Split('\n').Single(line => line.Contains("dotnet restore", StringComparison.Ordinal))
                .Contains($"-p:{property}=", StringComparison.Ordinal));
    }

    [Fact]
    public void The_restore_of_tests_reaches_the_feeds_of_the_app_and_its_own()
    {
        var solution = Solution() with { RemoteFeeds = ["company"], FeedVariables = ["APP_KEY"] };
        solution = solution with { Tests = solution.Tests with { FeedVariables = ["TEST_KEY"] } };
        var plan = Plan(solution, Asked);
        Assert.DoesNotContain("TEST_KEY", Text(plan, "build"), StringComparison.Ordinal);
        foreach (var part in new[] { "id=nugetconfig", "id=APP_KEY", "id=TEST_KEY" })
            Assert.Contains(part, Text(plan, "test-run"), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_projects_of_one_name_have_folders_of_their_own()
    {
        var plan =
            Plan(Solution(new TestProject(InContext("a/Tests/Tests.csproj")), new TestProject(InContext("b/tests/tests.csproj")),
                new TestProject(InContext("c/Other.csproj"))), Asked);
        Assert.Equal(["a-Tests-Tests", "b-tests-tests", "Other"], plan.Tests!.Select(test => test.Name));
    }

    [Theory]
    // Beside the app: the app's folder is copied as it is.
    [InlineData("src/App/App.csproj", "tests/T/T.csproj", "src/App/")]
    // Below it: what else is in the folder is copied.
    [InlineData("src/App/App.csproj", "src/App/tests/T/T.csproj",
        "src/App/App.csproj src/App/Program.cs src/App/Pages/ src/App/tests/data.json")]
    [InlineData("App.csproj", "tests/T/T.csproj", "App.csproj Program.cs Pages/ tests/data.json")]
    [InlineData("App.csproj", "T/T.csproj", "App.csproj Program.cs Pages/ tests/")]
    public void An_edited_test_does_not_publish_again_wherever_it_lies(string app, string test, string copied)
    {
        var solution = Models.Solution(Models.ProjectAt(app, "Program.cs", "Pages/Index.cs", "Pages/deep/More.cs", "tests/data.json")) with
        {
            Tests = new TestModel { Tests = [new TestProject(InContext(test))], Projects = [Models.ProjectAt(test, "Test1.cs")] },
        };
        var plan = Plan(solution, Asked);
        var sources = plan.Find("build")!.Steps.SkipWhile(step => step is not RunStep).OfType<CopyStep>()
            .SelectMany(copy => copy.Sources).ToList();
        Assert.Equal(copied.Split(' '), sources.Texts());
        Assert.DoesNotContain(sources, source => (test + "/").StartsWith(source.Text, StringComparison.Ordinal));
        Assert.Contains(CopySource.AllOf(InContext(test).Folder),
            plan.Find("test-run")!.Steps.OfType<CopyStep>().SelectMany(copy => copy.Sources));
    }

    [Fact]
    public void A_folder_that_the_app_compiles_itself_is_not_taken_apart()
    {
        var solution = Models.Solution(Models.ProjectAt("App/App.csproj", "Program.cs", "T/Test1.cs")) with
        {
            Tests = new TestModel { Tests = [new TestProject(InContext("App/T/T.csproj"))],
                Projects = [Models.ProjectAt("App/T/T.csproj", "Test1.cs")] },
        };
        Assert.Contains("COPY App/ App/\n", Text(Plan(solution, Asked), "build"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_test_projects_shows_nowhere()
    {
        var solution = Solution(new TestProject(InContext("b/B.csproj")),
            new TestProject(InContext("a/A.csproj")) { Frameworks = ["net9.0", "net10.0"] },
            new TestProject(InContext("c/C.csproj")));
        var expected = PlanJson.Write(Plan(solution, Asked));
        for (var seed = 1; seed < 20; seed++)
        {
            var tests = solution.Tests;
            var shuffled = tests with { Tests = [.. tests.Tests.Shuffled(seed)], Projects = [.. tests.Projects.Shuffled(seed + 1)] };
            Assert.Equal(expected, PlanJson.Write(Plan(solution with { Tests = shuffled }, Asked)));
        }
    }

    [Fact]
    public void The_plan_is_read_back_as_it_was_written()
    {
        var plan = Plan(Solution(), Declared);
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(PlanJson.Read(PlanJson.Write(plan))));
        Assert.Equal("tests/App.Tests/App.Tests.csproj", PlanJson.Read(PlanJson.Write(plan)).Tests!.Single().Project.Text);
    }

    private static StageOptions Asked => new() { Asked = "test" };

    private static StageOptions Declared => new() { Tests = new TestOptions { IsDeclared = true } };

    internal static SolutionModel Solution(params IReadOnlyList<TestProject> tests)
    {
        var app =
            Models.Solution(
                Models.ProjectAt("src/App/App.csproj",
                    "Program.cs") with { RestoreInputs = [InContext("src/App/App.csproj"), InContext("Directory.Build.props")] });
        if (tests.Count > 0)
            return app with { Tests =
                new TestModel { Tests = tests, Projects = [.. tests.Select(test => Models.ProjectAt(test.Path.Text, "Test1.cs"))] } };
        return app with
        {
            Tests = new TestModel
            {
                Tests = [new TestProject(InContext("tests/App.Tests/App.Tests.csproj"))],
                Projects =
                [
                    Models.ProjectAt("tests/App.Tests/App.Tests.csproj",
                        "Test1.cs") with { RestoreInputs = [InContext("tests/App.Tests/App.Tests.csproj"),
                            InContext("Directory.Build.props")] },
                    Models.ProjectAt("tests/Support/Support.csproj", "Helper.cs"),
                ],
            },
        };
    }

    private static BuildPlan Plan(SolutionModel solution, StageOptions items) =>
        Planner.Plan(solution, Models.Options with { Items = items });

    private static string Text(BuildPlan plan, string stage)
    {
        var text = DockerfileWriter.Write(plan, DockerfileDialect.Portable);
        var start = text.IndexOf($"\n# {stage} ", StringComparison.Ordinal);
        var end = text.IndexOf("\n# ", start + 1, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }
}
