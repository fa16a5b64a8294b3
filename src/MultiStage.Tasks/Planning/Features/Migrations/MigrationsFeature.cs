using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Migrations;

/// <summary>
/// <c>ContainerMigrations</c>: a stage that bundles migrations of Entity Framework Core into programs, and one stage a
/// context that is such a program on the app's base image.
/// </summary>
internal sealed partial class MigrationsFeature : IFeature
{
    /// <summary>The stage, or the start of the stages' names when there are several contexts.</summary>
    public const string Stage = "migrations";

    public const string BuildStage = "migrations-build";

    public IReadOnlyList<string> Stages => [Stage];

    public IReadOnlyList<string> StagePrefixes => [Stage + "-"];

    public IReadOnlyList<string> StagesOnRequest => [Stage];

    public string StageWithRuntime(StageRequest request) => Wanted(request.Options.Items).Count > 0 ? Stage : "";

    public ComposeRole RoleOf(string stage) =>
        stage == Stage || (stage.StartsWith(Stage + "-", StringComparison.Ordinal) && stage != BuildStage)
            ? ComposeRole.BeforeApp
            : ComposeRole.None;

    public ContainerException? Explain(StepFailure failure) => failure.Stage == BuildStage ? BundleErrors.Of(failure) : null;

    public StageContribution Contribute(StageRequest request)
    {
        var options = Wanted(request.Options.Items).OrderBy(option => option.Context, StringComparer.Ordinal)
            .ThenBy(option => option.Name, StringComparer.Ordinal).ToList();
        if (options.Count == 0)
            return StageContribution.None;
        foreach (var option in options)
            Check(option, request.Solution);
        var bundles = options.Select(option => new MigrationBundle(request, option, StageName(option, options))).ToList();
        if (bundles.GroupBy(bundle => bundle.Stage, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw new ContainerException(MigrationDiagnostics.SameName,
                string.Join(" and ", same.Select(bundle => bundle.Option.Origin)), same.Key);
        return new StageContribution { Stages = [MigrationBuild.Draft(request, bundles), .. bundles.Select(bundle => bundle.Draft())] };
    }

    /// <summary>The items; who asks for the stage without an item means the only context.</summary>
    private static IReadOnlyList<MigrationOption> Wanted(StageOptions items) =>
        items.Migrations.Count == 0 && items.Asked == Stage ? [new MigrationOption("")] : items.Migrations;

    private static void Check(MigrationOption option, SolutionModel solution)
    {
        if (option.Context.Length > 0 && !ContextName().IsMatch(option.Context))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, option.Origin, "Include", option.Context.ReplaceLineEndings(" "),
                "the name of a class");
        if (option.ToolVersion.Length > 0 && !Version().IsMatch(option.ToolVersion))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, option.Origin, "ToolVersion",
                option.ToolVersion.ReplaceLineEndings(" "), "a version such as 10.0.1 or 10.*");
        if (option.Project.Length > 0 && !solution.Projects.Any(project => project.Path.Text == option.Project))
            throw new ContainerException(MigrationDiagnostics.ProjectNotInGraph, option.Origin, option.Project, solution.Project,
                string.Join(", ", solution.Projects.Select(project => project.Path).Sorted()));
    }

    private static string StageName(MigrationOption option, IReadOnlyList<MigrationOption> all)
    {
        if (all.Count == 1 && option.Name.Length == 0)
            return Stage;
        var name = option.Name.Length > 0 ? option.Name : option.Context[(option.Context.LastIndexOf('.') + 1)..].ToLowerInvariant();
        var stage = $"{Stage}-{name}";
        return StageNames.IsValid(stage) && stage != BuildStage ? stage
            : throw new ContainerException(StageDiagnostics.InvalidMetadata, option.Origin, "Name", name,
                "a part of a stage's name: lower case letters, digits, '.', '_' and '-'");
    }

    [GeneratedRegex(@"^[\p{L}_][\w.+]*\z")]
    private static partial Regex ContextName();

    [GeneratedRegex(@"^[0-9][0-9A-Za-z.*+-]*\z")]
    private static partial Regex Version();
}
