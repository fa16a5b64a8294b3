namespace MultiStage.Planning.Options;

/// <summary>What <c>ContainerBuildStages</c> may be.</summary>
internal static class BuildStagesNames
{
    /// <summary>One stage compiles all projects.</summary>
    public const string Single = "single";

    /// <summary>Groups of projects have a stage each.</summary>
    public const string Grouped = "grouped";

    /// <summary>Groups where there are many projects and nothing speaks against it.</summary>
    public const string Auto = "auto";

    public static readonly IReadOnlyList<string> All = [Single, Grouped, Auto];
}
