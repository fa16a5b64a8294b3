using System.Text.Json.Serialization;

namespace MultiStage.Model;

/// <summary>
/// The whole build as data: stages in file order with their steps, and the rules of the build context.
/// Everything that writes a file or drives an engine starts from it; it holds no path of the host and no time.
/// </summary>
/// <param name="Project">The published project.</param>
/// <param name="Arguments">Arguments that the whole file knows, before the first stage.</param>
/// <param name="Stages">Stages in file order: <c>base</c> first, <c>final</c> last.</param>
/// <param name="Context">What travels to the engine.</param>
internal sealed record BuildPlan(
    ContextPath Project,
    IReadOnlyList<BuildArgument> Arguments,
    IReadOnlyList<Stage> Stages,
    ContextRules Context)
{
    /// <summary>Version of the plan's JSON form; raised when a reader of an older form would misread it.</summary>
    public int Version { get; init; } = 4;

    /// <summary>What the stage <c>publish</c> is for.</summary>
    public required PublishIntent Publish { get; init; }

    /// <summary>The test projects that the stages for tests run; null without such stages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PlannedTest>? Tests { get; init; }

    /// <summary>The stage with this name, or null.</summary>
    public Stage? Find(string name) => Stages.FirstOrDefault(stage => stage.Name == name);

    /// <summary>The stage and those that it starts from, the lowest first; none when it is not there.</summary>
    public IReadOnlyList<Stage> Chain(string name)
    {
        var chain = new List<Stage>();
        for (var stage = Find(name); stage is not null; stage = Find(stage.From))
            chain.Insert(0, stage);
        return chain;
    }

    /// <summary>What the image of a stage says beyond the image that the lowest stage starts from.</summary>
    public ImageSettings SettingsOf(string name) =>
        Chain(name).SelectMany(stage => stage.Steps).Aggregate(ImageSettings.None, (settings, step) => step switch
        {
            SettingsStep more => settings.Then(more.Settings),
            UserStep user => settings with { User = new ImageUser(user.Name, user.Variable) },
            WorkingDirectoryStep folder =>
                settings with { WorkingDirectory = folder.Path.In(settings.WorkingDirectory) },
            _ => settings,
        });
}

/// <summary>A test project of the plan.</summary>
/// <param name="Name">The folder of its results.</param>
/// <param name="Project">The project file.</param>
internal sealed record PlannedTest(string Name, ContextPath Project)
{
    /// <summary>In the folder of the results: the exit code of a run that was not successful.</summary>
    public const string ExitCodeFile = "exit-code";
}

/// <summary>An <c>ARG</c>: a value that the builder may be given.</summary>
/// <param name="Default">Null for none.</param>
internal sealed record BuildArgument(string Name, string? Default = null);

/// <summary>One stage: a base and the steps on it.</summary>
/// <param name="Name">Lower case; the name for <c>--target</c>.</param>
/// <param name="From">An image reference, the name of an earlier stage, or <c>scratch</c>.</param>
/// <param name="Description">One sentence that starts with a verb; listed by <c>docker build --call=targets</c>.</param>
internal sealed record Stage(string Name, string From, string Description, IReadOnlyList<Step> Steps)
{
    /// <summary>True when the stage runs on the builder's own platform, whatever platform the image is for.</summary>
    public bool OnBuildPlatform { get; init; }
}

/// <summary>What of the context folder travels to the engine; an allow-list with exceptions.</summary>
/// <param name="Included">Files and folders that travel.</param>
/// <param name="Excluded">Parts of included folders that do not.</param>
/// <param name="Readmitted">Files below an excluded part that travel all the same.</param>
internal sealed record ContextRules(
    IReadOnlyList<ContextPath> Included,
    IReadOnlyList<ContextPath> Excluded,
    IReadOnlyList<ContextPath> Readmitted);

/// <summary>One instruction of a stage.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ArgumentStep), "argument")]
[JsonDerivedType(typeof(WorkingDirectoryStep), "workingDirectory")]
[JsonDerivedType(typeof(SettingsStep), "settings")]
[JsonDerivedType(typeof(SearchPathStep), "searchPath")]
[JsonDerivedType(typeof(UserStep), "user")]
[JsonDerivedType(typeof(CopyStep), "copy")]
[JsonDerivedType(typeof(RunStep), "run")]
internal abstract record Step
{
    /// <summary>The item of the project that asked for it, for messages; null for what every image has.</summary>
    public string? Origin { get; init; }
}

/// <summary>Makes a build argument known inside the stage.</summary>
internal sealed record ArgumentStep(string Name, string? Default = null) : Step;

/// <summary>
/// Sets the working directory; relative paths of later steps start there. A folder that is not there yet is made, for the user at this
/// place.
/// </summary>
internal sealed record WorkingDirectoryStep(ImagePath Path) : Step;

/// <summary>What the image says from here on.</summary>
internal sealed record SettingsStep(ImageSettings Settings) : Step;

/// <summary>Puts a folder in front of those that are searched for commands.</summary>
internal sealed record SearchPathStep(ImagePath Folder) : Step;

/// <summary>Sets the user. <paramref name="Variable"/> names an environment variable of the base that holds it.</summary>
/// <param name="Name">User, uid or uid:gid; the fallback when <paramref name="Variable"/> is given and may be unset.</param>
internal sealed record UserStep(string Name, string Variable = "") : Step;

/// <summary>Copies files of the context, or of the stage <paramref name="From"/>.</summary>
/// <param name="Sources">Files, or folders with a trailing slash whose content is copied.</param>
/// <param name="Destination">A folder, with a trailing slash, or the new name of the one file.</param>
/// <param name="From">Stage or image; empty for the context.</param>
internal sealed record CopyStep(IReadOnlyList<CopySource> Sources, ImagePath Destination, string From = "") : Step
{
    /// <summary>User or uid, with a group behind a colon or without; null for root.</summary>
    public string? Owner { get; init; }

    /// <summary>The owner of what is copied where that may be a variable of the image; null for <see cref="Owner"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageUser? OwnedBy { get; init; }

    /// <summary>
    /// The name of the empty folder that is all there is to copy, so that an engine can make it by itself; null for other files.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EmptyFolder { get; init; }

    /// <summary>Octal permissions of every file and folder that is copied; null to keep theirs.</summary>
    public string? Mode { get; init; }

    /// <summary>
    /// Whether the layer may be made without a look at those below it. Links on the way to the destination are then replaced, not followed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLinked { get; init; }

    /// <summary>
    /// Whether the time of each file tells its content: what nginx makes ETags of. The stage that the files come from has
    /// given them these times.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasContentTimes { get; init; }

    /// <summary>The published files that the source is; null for other files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PublishedPart? Published { get; init; }

    /// <summary>Whether the sources are patterns; else every character of theirs means itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasPatterns { get; init; }
}

/// <summary>Runs commands, each after the one before succeeded.</summary>
internal sealed record RunStep(IReadOnlyList<Command> Commands, IReadOnlyList<Mount> Mounts) : Step;
