namespace MultiStage.Units;

/// <summary>All problems that a builder of units has. Each is a diagnostic of the package, too.</summary>
internal static class UnitProblems
{
    public static readonly UnitProblem MissingInput = new("MST1061",
        "The project could not be built in a stage of its own, which holds its inputs and nothing else of the repository: {0}. "
        + "If the repository has the file, name it in an item of this project, such as AdditionalFiles or None, or set "
        + "ContainerBuildStages to 'single'.");

    public static readonly UnitProblem NotIsolated = new("MST1062",
        "The project builds another one by itself, without a ProjectReference that says so: {0}. Add the reference "
        + "(ReferenceOutputAssembly=\"false\" if nothing of it is compiled against), or set ContainerBuildStages to 'single'.");

    public static readonly UnitProblem ReadsStandIn = new("MST1063",
        "{0}. In this stage a stand-in without code is there in its place. Set ContainerBuildStages to 'single'.");

    public static readonly UnitProblem Lost = new("MST1064",
        "{0}. This is a fault of MultiStage.Sdk; until it is mended, set ContainerBuildStages to 'single'.");

    public static readonly UnitProblem Usage = new("MST1064",
        "The builder of units was called with {0}. This is a fault of MultiStage.Sdk.");

    public static readonly UnitProblem Unexpected = new("MST1064",
        "The builder of units failed: {0}. Until this is mended, set ContainerBuildStages to 'single'.");
}
