namespace MultiStage.Planning.Stages;

/// <summary>
/// A stage in the making: its steps in blocks with names, which the project's items refer to with Before and After.
/// </summary>
/// <param name="From">An image reference, the name of another stage, or <c>scratch</c>.</param>
internal sealed record StageDraft(string Name, string From, string Description, IReadOnlyList<StepBlock> Blocks)
{
    /// <inheritdoc cref="Stage.OnBuildPlatform"/>
    public bool OnBuildPlatform { get; init; }

    /// <summary>The block that additions without a place of their own stand behind; empty for the end of the stage.</summary>
    public string DefaultPlace { get; init; } = "";

    /// <summary>The item of the project that asked for it, for messages; empty for stages that every image has.</summary>
    public string Origin { get; init; } = "";
}

/// <summary>Steps that belong together; may be empty, and is a place all the same.</summary>
internal sealed record StepBlock(string Name, params IReadOnlyList<Step> Steps);

/// <summary>Steps for a stage that something else has made.</summary>
/// <param name="Name">What Before and After of other additions call it.</param>
internal sealed record StepAddition(string Stage, string Name, params IReadOnlyList<Step> Steps)
{
    /// <summary>The item of the project that asked for it, for messages.</summary>
    public required string Origin { get; init; }

    /// <summary>The block or addition that comes after this one; empty for none.</summary>
    public string Before { get; init; } = "";

    /// <summary>The block or addition that comes before this one; empty for none.</summary>
    public string After { get; init; } = "";

    /// <summary>The user that runs the steps; empty for the user at that place of the stage.</summary>
    public string User { get; init; } = "";
}

/// <summary>What one feature adds to the plan.</summary>
internal sealed record StageContribution
{
    public static readonly StageContribution None = new();

    /// <summary>Stages of its own, in no particular order.</summary>
    public IReadOnlyList<StageDraft> Stages { get; init; } = [];

    /// <summary>Steps in any stage; their order counts where they stand at the same place.</summary>
    public IReadOnlyList<StepAddition> Steps { get; init; } = [];

    /// <summary>Files and folders of the context that the steps copy.</summary>
    public IReadOnlyList<ContextPath> ContextInputs { get; init; } = [];

    /// <summary>Folders below those inputs that do not travel.</summary>
    public IReadOnlyList<ContextPath> ContextExclusions { get; init; } = [];

    /// <summary>Folders that the .NET build does not see, though they may lie in that of a project.</summary>
    public IReadOnlyList<ContextPath> ForeignFolders { get; init; } = [];

    /// <summary>Folders of projects that stages of its own copy: they must not come along with a folder around them.</summary>
    public IReadOnlyList<ContextPath> FoldersApart { get; init; } = [];

    /// <summary>The solution with what its stages read beside the app; null for the app alone.</summary>
    public InputSet? Inputs { get; init; }

    /// <summary>The test projects that its stages run; null for none.</summary>
    public IReadOnlyList<PlannedTest>? Tests { get; init; }

    /// <summary>Several contributions as one.</summary>
    public static StageContribution Of(IReadOnlyList<StageContribution> all) => new()
    {
        Stages = [.. all.SelectMany(one => one.Stages)],
        Steps = [.. all.SelectMany(one => one.Steps)],
        ContextInputs = all.SelectMany(one => one.ContextInputs).Sorted(),
        ContextExclusions = all.SelectMany(one => one.ContextExclusions).Sorted(),
        ForeignFolders = all.SelectMany(one => one.ForeignFolders).Sorted(),
        FoldersApart = [.. all.SelectMany(one => one.FoldersApart)],
        Inputs = all.Select(one => one.Inputs).FirstOrDefault(inputs => inputs is not null),
        Tests = all.Select(one => one.Tests).FirstOrDefault(tests => tests is not null),
    };
}
