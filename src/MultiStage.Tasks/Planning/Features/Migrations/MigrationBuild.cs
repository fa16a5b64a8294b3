using MultiStage.Diagnostics;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Migrations;

/// <summary>The stage that makes the bundles: gets the tool, compiles the app for this machine, and bundles.</summary>
internal static class MigrationBuild
{
    private static readonly ImagePath ToolFolder = ImagePath.Of("/tools");

    public static StageDraft Draft(StageRequest request, IReadOnlyList<MigrationBundle> bundles)
    {
        var origin = bundles[0].Option.Origin;
        var version = ToolVersion(request.Solution, [.. bundles.Select(bundle => bundle.Option)]);
        var access = new FeedAccess(request.Solution, request.Options);
        RunStep Run(IReadOnlyList<Word> words, IEnumerable<CommandVariable> variables, string from) =>
            new([new Command(words, [.. variables, .. access.Environment])], access.Mounts) { Origin = from };

        var settings = new List<Step>();
        // The stage build has it only where it restores for one architecture.
        if (bundles.Any(bundle => bundle.RuntimeIdentifier is RuntimeIdentifierWord))
            settings.Add(new ArgumentStep("TARGETARCH"));
        // Here the tools find the app's global.json and nuget.config.
        settings.Add(new WorkingDirectoryStep(Folder(request.Solution)));
        var contexts = bundles.Select(bundle => bundle.Option.Context).Where(context => context.Length > 0).ToList();
        return new StageDraft(MigrationsFeature.BuildStage, request.Layout.SourcesStage,
            contexts.Count == 0
                ? "bundles the migrations into a program"
                : $"bundles the migrations of {string.Join(" and ", contexts)} into {(contexts.Count == 1 ? "a program" : "programs")}",
        [
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, settings),
            new StepBlock(StepNames.Tool,
                Run(["dotnet", "tool", "install", "dotnet-ef", "--tool-path", ToolFolder.Text, "--version", version], [], origin)),
            new StepBlock(StepNames.Bundle,
            [
                Run([.. Compile(request, version, contexts)], [], origin),
                .. bundles.Select(
                    bundle => Run([(ToolFolder / "dotnet-ef").Text, .. bundle.Command()], Properties(request), bundle.Option.Origin)),
            ]),
        ])
        { OnBuildPlatform = true };
    }

    // For the platform of the builder, because the tool runs the app in order to ask it for its contexts.
    private static IEnumerable<Word> Compile(StageRequest request, string version, IReadOnlyList<string> contexts)
    {
        var solution = request.Solution;
        List<Word> words = ["dotnet", "build", MigrationBundle.ProjectFile(solution), "-c", new VariableWord("BUILD_CONFIGURATION")];
        if (solution.Publish.IsMultiTargeting)
            words.AddRange(["-f", solution.Publish.TargetFramework]);
        words.Add(new PropertyWord(BuilderNames.Stage, MigrationsFeature.Stage));
        words.Add(new PropertyWord(BuilderNames.MigrationContexts, string.Join('+', contexts)));
        if (!solution.EntityFramework.HasDesign)
            words.Add(
                new PropertyWord(BuilderNames.EntityFrameworkVersion,
                    solution.EntityFramework.Version.Length > 0 ? solution.EntityFramework.Version : version));
        words.AddRange(
            request.Options.Properties.OrderBy(property => property.Name, StringComparer.Ordinal)
                .Select(property => new PropertyWord(property.Name, property.Value) { IsEscaped = true }));
        return words;
    }

    /// <summary>
    /// What the tool's own publish of the bundle needs to know. It takes no properties, and reads the environment; and it
    /// works in a folder of its own, where the relative paths of a copied nuget.config would lead nowhere.
    /// </summary>
    private static IEnumerable<CommandVariable> Properties(StageRequest request)
    {
        yield return new CommandVariable(BuilderNames.Stage, MigrationsFeature.Stage + "-bundle");
        yield return new CommandVariable("RestoreRootConfigDirectory", Folder(request.Solution).Text);
        yield return new CommandVariable("SatelliteResourceLanguages", "en");
        foreach (var property in request.Options.Properties.OrderBy(property => property.Name, StringComparer.Ordinal))
            if (property.Name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') && !property.Value.HasLineBreak())
                yield return new CommandVariable(property.Name, property.Value);
    }

    private static ImagePath Folder(SolutionModel solution) => BuilderFolders.Source / solution.Project.Folder;

    private static string ToolVersion(SolutionModel solution, IReadOnlyList<MigrationOption> options)
    {
        var given = options.Select(option => option.ToolVersion).Where(version => version.Length > 0).Sorted();
        return given switch
        {
            [var one] => one,
            { Count: > 1 } =>
                throw new ContainerException(StageDiagnostics.InvalidMetadata, options[0].Origin, "ToolVersion",
                    string.Join(" and ", given), "one version for all ContainerMigrations"),
            _ when solution.EntityFramework.ToolVersion.Length > 0 => solution.EntityFramework.ToolVersion,
            _ when solution.EntityFramework.Version.Length > 0 => solution.EntityFramework.Version,
            _ => throw new ContainerException(MigrationDiagnostics.NoEntityFramework, options[0].Origin, solution.Project),
        };
    }
}
