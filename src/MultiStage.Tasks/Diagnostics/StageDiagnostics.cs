namespace MultiStage.Diagnostics;

/// <summary>MST50xx: stages and steps that a project adds.</summary>
internal static class StageDiagnostics
{
    public static readonly DiagnosticDescriptor UnknownStage = new("MST5001", "An item names a stage that is not there",
        "{0} has {1} '{2}', and the image has no such stage.",
        "Use one of: {3}; or add it with <ContainerStage Include=\"...\" />. An image is written with its tag, such as alpine:3.22.");

    public static readonly DiagnosticDescriptor StageCycle = new("MST5002", "Stages need one another",
        "Stages start from or copy from one another in a circle: {0}.",
        "Change From of a ContainerStage or ContainerCopy among them.");

    public static readonly DiagnosticDescriptor InvalidStageName = new("MST5003", "The name of a ContainerStage is invalid",
        "ContainerStage '{0}' is not a valid name.",
        "Start with a lower case letter and go on with lower case letters, digits, '.', '_' and '-', 63 characters at most.");

    public static readonly DiagnosticDescriptor ReservedStageName = new("MST5004", "The name of a ContainerStage is reserved",
        "ContainerStage '{0}' has a name that MultiStage.Sdk or the builder uses itself.",
        "Give the stage another name; to add to a stage that is there, use ContainerRun and ContainerCopy with Stage=\"{0}\".");

    public static readonly DiagnosticDescriptor DuplicateStage = new("MST5005", "Two stages have the same name",
        "ContainerStage '{0}' is there twice.",
        "Remove or rename one of them; <ContainerStage Update=\"{0}\" /> changes one that is there.");

    public static readonly DiagnosticDescriptor UnknownStep = new("MST5006", "Before or After names no step",
        "{0} has {1} '{2}', and the stage '{3}' has no such step.",
        "Use one of: {4}.");

    public static readonly DiagnosticDescriptor StepCycle = new("MST5007", "Before and After contradict each other",
        "{0} cannot stand where it says: Before is '{1}', After is '{2}', and these or those that refer to each other are in another order.",
        "Remove one of the two.");

    public static readonly DiagnosticDescriptor BaseNeedsStage = new("MST5008", "The stage base needs another stage",
        "The stage 'base' copies from the stage '{0}', and has to be the first of the file: IDEs run that one.",
        "Copy in the stage 'final', or from an image.");

    public static readonly DiagnosticDescriptor MissingSource = new("MST5009", "The source of a ContainerCopy does not exist",
        "ContainerCopy '{0}' is to be copied from '{1}', which does not exist.",
        "Correct the path, which starts at the project's folder; or name the stage or image that has it in From.");

    public static readonly DiagnosticDescriptor InvalidMetadata = new("MST5010", "A value of a stage item is invalid",
        "{0} has {1} '{2}', which is not {3}.",
        "Correct {1}.");

    public static readonly DiagnosticDescriptor InvalidPackage = new("MST5011", "A ContainerPackage is invalid",
        "ContainerPackage '{0}' is not valid: {1}.",
        "Give it the name of an OS package, and in Version a version such as 6.1+dfsg-1.");

    public static readonly DiagnosticDescriptor NoPackageManager = new("MST5012", "The image has no package manager",
        "{0} is to be installed in the stage '{1}', and its image '{2}' has neither a package manager nor a shell.",
        "Choose an image that has them (ContainerFamily=noble or alpine), or copy the files that are needed from another stage: <ContainerCopy Include=\"...\" From=\"...\" />.");

    public static readonly DiagnosticDescriptor UnknownPackageManager = new("MST5013", "The package manager of an image is not known",
        "{0} is to be installed in the stage '{1}', and the name of its image '{2}' does not tell how.",
        "Set the metadata Manager to apt, apk, tdnf or dnf.");

    public static readonly DiagnosticDescriptor NoShell = new("MST5014", "A command needs a shell that the image does not have",
        "{0} runs in the stage '{1}', and its image '{2}' has no shell.",
        "Run it in a stage that has one, such as build or a ContainerStage, and copy the result with ContainerCopy.");

    public static readonly DiagnosticDescriptor InvalidHealthcheck = new("MST5015", "The ContainerHealthcheck is invalid",
        "ContainerHealthcheck '{0}' is not valid: {1}.",
        "Write one command line, with times such as 30s or 1m30s in Interval, Timeout and StartPeriod and a number in Retries.");

    public static readonly DiagnosticDescriptor InvalidSetting = new("MST5016", "A setting of the image is invalid",
        "{0} is '{1}', which is not {2}.",
        "Correct it.");

    public static readonly DiagnosticDescriptor NoGlobalization = new("MST5017", "Cultures or time zones will not work",
        "{0}, so {1}.",
        "{2}");
}
