namespace MultiStage.Diagnostics;

/// <summary>MST106x: projects that are built in stages of their own. The program that builds them says the first four itself.</summary>
internal static class UnitDiagnostics
{
    public static readonly DiagnosticDescriptor MissingInput = new("MST1061", "A project reads what its stage does not have",
        "The project cannot be built in a stage that holds its own inputs alone: '{0}' is not there.",
        "If the repository has it, name it in an item of this project, such as AdditionalFiles or None, or set ContainerBuildStages to "
        + "'single'.");

    public static readonly DiagnosticDescriptor NotIsolated = new("MST1062", "A project builds another one by itself",
        "While it is built, the project builds '{0}' in a way that no ProjectReference tells of.",
        "Add the reference, with ReferenceOutputAssembly=\"false\" if nothing of it is compiled against, or set ContainerBuildStages to "
        + "'single'.");

    public static readonly DiagnosticDescriptor ReadsStandIn = new("MST1063", "A tool reads the output of a referenced project",
        "{0}, and in a build of groups a file without code stands in for that.",
        "Set ContainerBuildStages to 'single'.");

    public static readonly DiagnosticDescriptor UnitFailed = new("MST1064", "The builder of groups failed",
        "The program that builds groups of projects failed: {0}.",
        "Set ContainerBuildStages to 'single' until this is mended, and report it: it is a fault of MultiStage.Sdk.");

    public static readonly DiagnosticDescriptor NoGroups = new("MST1065", "The projects cannot be built in groups",
        "ContainerBuildStages is 'grouped', and one stage builds all projects: {0}.",
        "Set ContainerBuildStages to 'single', or to 'auto' to have groups where they can be.");

    public static readonly DiagnosticDescriptor UnknownStages = new("MST1066", "ContainerBuildStages is unknown",
        "ContainerBuildStages is '{0}'.",
        "Use single, grouped or auto.");
}
