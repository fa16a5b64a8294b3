using MultiStage.Planning.Builder;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Features.Tests;

/// <summary>The commands that restore, compile and run test projects in the builder.</summary>
internal sealed class TestCommands(ContainerOptions options)
{
    public Command Restore(TestRun run, IReadOnlyList<CommandVariable> variables) =>
        new(["dotnet", "restore", BuilderCommands.Argument(run.Project.Path),
            new VariablePropertyWord("Configuration", "BUILD_CONFIGURATION"), .. Properties()
                .Where(word => !BuilderProperties.IsOnlyForPublish(word.Name)), .. Switches(run)], variables);

    // Apart from the run: a test that does not compile is the compiler's error, not that of a test.
    public Command Build(TestRun run) =>
        new(["dotnet", "build", BuilderCommands.Argument(run.Project.Path), "--no-restore", "-c", new VariableWord("BUILD_CONFIGURATION"),
            .. Properties(), .. Switches(run)], []);

    public IEnumerable<Command> Test(TestRun run) =>
        run.Project.Frameworks.Count == 0 ? [Test(run, "")] : run.Project.Frameworks.Sorted().Select(framework => Test(run, framework));

    public static Command MakeFolders(IEnumerable<ImagePath> folders) =>
        new(["mkdir", "-p", .. folders.Select(folder => (Word)folder.Text)], []);

    private Command Test(TestRun run, string framework)
    {
        var name = framework.Length == 0 ? run.Name : $"{run.Name}-{framework}";
        IReadOnlyList<Word> words = run.Project.Runner == TestRunner.VsTest ? VsTest(run, framework, name) : Program(run, framework, name);
        // The SDK image has its own runtime only, and a newer runtime runs older tests.
        return new Command(words,
            run.Project.IsOlder ? [new CommandVariable("DOTNET_ROLL_FORWARD", "Major")] : []) { ExitCodeFile = run.ExitCode };
    }

    private IReadOnlyList<Word> VsTest(TestRun run, string framework, string name) =>
    [
        "dotnet", "test", BuilderCommands.Argument(run.Project.Path), "--no-build", "-c", new VariableWord("BUILD_CONFIGURATION"),
        .. Framework(framework), .. Properties(),
        "--logger", $"trx;LogFileName={name}.trx", "--results-directory", run.Folder.Text,
        .. options.Items.Tests.WithCoverage ? new Word[] { "--collect", "XPlat Code Coverage" } : [],
    ];

    // A test program is its own runner: it takes the same arguments whatever dotnet test of this SDK understands.
    private IReadOnlyList<Word> Program(TestRun run, string framework, string name)
    {
        List<Word> words =
        [
            "dotnet", "run", "--project", run.Project.Path.Text, "--no-build", "-c", new VariableWord("BUILD_CONFIGURATION"),
            .. Framework(framework),
            "--", "--results-directory", run.Folder.Text,
        ];
        if (run.Project.Runner == TestRunner.XunitPlatform)
            words.AddRange(["--report-xunit-trx", "--report-xunit-trx-filename", name + ".trx"]);
        else if (run.Project.WritesTrx)
            words.AddRange(["--report-trx", "--report-trx-filename", name + ".trx"]);
        if (options.Items.Tests.WithCoverage)
            words.AddRange(["--coverage", "--coverage-output-format", "cobertura", "--coverage-output", name + ".cobertura.xml"]);
        return words;
    }

    private static IEnumerable<Word> Framework(string framework) => framework.Length == 0 ? [] : ["-f", framework];

    // xUnit's program speaks another language unless it is compiled for the platform.
    private static IEnumerable<Word> Switches(TestRun run) =>
        run.Project.Runner == TestRunner.XunitPlatform ? [new PropertyWord("UseMicrosoftTestingPlatformRunner", "true")] : [];

    // How the app is published is nothing to the tests, and some of it would need packages that they do not have.
    private IEnumerable<PropertyWord> Properties() =>
        options.Properties.Where(property => !property.Name.StartsWith("Publish", StringComparison.OrdinalIgnoreCase)
                && !property.Name.Equals("SelfContained", StringComparison.OrdinalIgnoreCase))
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => new PropertyWord(property.Name, property.Value) { IsEscaped = true });
}
