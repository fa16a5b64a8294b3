using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Images;
using MultiStage.Planning.Options;
using MultiStage.Planning.Runtime;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Migrations;

/// <summary>The bundle of one context, and the stage that runs it.</summary>
/// <param name="Stage">The stage's name.</param>
internal sealed record MigrationBundle(StageRequest Request, MigrationOption Option, string Stage)
{
    // The name that the documentation of Entity Framework Core gives it.
    private const string Program = "efbundle";

    private ImagePath OutputPath => BuilderFolders.Output / $"{Stage}/{Program}";

    private SolutionModel Solution => Request.Solution;

    /// <summary>The published project seen from its own folder, where the commands run.</summary>
    public static string ProjectFile(SolutionModel solution) =>
        BuilderCommands.Argument(ContextPath.Of(solution.Project.Name));

    /// <summary>The image that the bundle runs on; null for the stage base.</summary>
    private string? OwnImage
    {
        get
        {
            if (Option.BaseImage.Length > 0)
                return BaseImage.OnMirror(BaseImage.Parse($"BaseImage of {Option.Origin}", Option.BaseImage), Request.Options.BaseRegistry)
                    .ToString();
            // A bundle needs more than an empty image has, and one of another engine's store is not for files.
            return Request.Kind.HasNoBase || ImageText.IsLocation(Request.BaseImage) ? FrameworkImage : null;
        }
    }

    private string FrameworkImage
    {
        get
        {
            var name = Solution.Projects.Any(project => project.NeedsAspNetCore) ? "dotnet/aspnet" : "dotnet/runtime";
            var reference = new ImageReference("mcr.microsoft.com", name,
                Solution.Publish.TargetFramework.Split('-')[0].Replace("net", "", StringComparison.Ordinal));
            return BaseImage.OnMirror(reference, Request.Options.BaseRegistry).ToString();
        }
    }

    // An app that brings .NET along has an image without it.
    private bool IsSelfContained =>
        Option.SelfContained.Length > 0 ? StageRules.Boolean(Option.Origin, "SelfContained", Option.SelfContained)
        : OwnImage is null ? Request.Kind.BringsRuntime || HoldsNoRuntime(Request.BaseImage)
        : HoldsNoRuntime(OwnImage);

    private static bool HoldsNoRuntime(string image) =>
        ImageReference.TryParse(image, out var reference) && ("/" + reference.Repository).EndsWithAny("/dotnet/runtime-deps");

    /// <summary>The platform of the bundle.</summary>
    public Word RuntimeIdentifier
    {
        get
        {
            if (Request.Options.RuntimeIdentifier.Length > 0)
                return Request.Options.RuntimeIdentifier;
            var image = OwnImage ?? Request.BaseImage;
            var isMusl = ImageReference.TryParse(image, out var reference)
                && (reference.Tag.Contains("alpine", StringComparison.Ordinal)
                    || reference.Repository.EndsWith("alpine", StringComparison.Ordinal));
            return new RuntimeIdentifierWord(isMusl ? "linux-musl" : "linux", "TARGETARCH");
        }
    }

    /// <summary>The arguments of dotnet-ef.</summary>
    public IEnumerable<Word> Command()
    {
        List<Word> words = ["migrations", "bundle", "--no-build", "--startup-project", ProjectFile(Solution)];
        if (Option.Project.Length > 0 && Option.Project != Solution.Project.Text)
            words.AddRange(["--project", (BuilderFolders.Source / Option.Project).Text]);
        if (Option.Context.Length > 0)
            words.AddRange(["--context", Option.Context]);
        words.AddRange(["--configuration", new VariableWord("BUILD_CONFIGURATION")]);
        if (Solution.Publish.IsMultiTargeting)
            words.AddRange(["--framework", Solution.Publish.TargetFramework]);
        words.AddRange(["--target-runtime", RuntimeIdentifier]);
        if (IsSelfContained)
            words.Add("--self-contained");
        // What its publish says is among the words that only --verbose prints.
        words.AddRange(["--output", OutputPath.Text, "--no-color", "--verbose"]);
        return words;
    }

    /// <summary>The stage that runs the bundle.</summary>
    public StageDraft Draft()
    {
        var settings = new List<Step>();
        if (OwnImage is { } image)
            settings.AddRange([new WorkingDirectoryStep(Request.WorkingDirectory), RuntimeStages.User(Request, image)]);
        // Compose gives a database in a file to this container first.
        settings.AddRange(RuntimeStages.VolumeFolders(Request));
        // Libraries in machine code are unpacked at the start, and the home folder may not be there or not be writable.
        var environment = new List<NameValue> { new("DOTNET_BUNDLE_EXTRACT_BASE_DIR", "/tmp/.net") };
        if (Solution.Publish.IsInvariantGlobalization)
            environment.Add(new NameValue("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "true"));
        settings.Add(new SettingsStep(new ImageSettings { Environment = environment }));
        var app = new List<Step>();
        if (SettingsFiles() is { Count: > 0 } files)
            app.Add(new CopyStep(files, ImagePath.Here));
        app.Add(new CopyStep([OutputPath], ImagePath.Here, MigrationsFeature.BuildStage));
        return new StageDraft(Stage, OwnImage ?? KnownStages.Base,
            Option.Context.Length == 0 ? "brings the database up to date" : $"brings the database of {Option.Context} up to date",
        [
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, settings),
            new StepBlock(StepNames.App, [.. app.Select(step => step with { Origin = Option.Origin })]),
            new StepBlock(StepNames.Command,
                new SettingsStep(new ImageSettings { Entrypoint = [(Request.WorkingDirectory / Program).Text] })),
        ])
        { Origin = Option.Origin, DefaultPlace = StepNames.App };
    }

    // The app's start, up to the place where it is asked for its services, reads them from the working directory.
    private IReadOnlyList<CopySource> SettingsFiles()
    {
        return
        [
            .. Solution.Projects.First(project => project.Path == Solution.Project).Files
                .Where(file => file.Folder == Solution.Project.Folder && file.Name.StartsWith("appsettings", StringComparison.Ordinal)
                    && file.Name.EndsWith(".json", StringComparison.Ordinal))
                .Sorted(),
        ];
    }
}
