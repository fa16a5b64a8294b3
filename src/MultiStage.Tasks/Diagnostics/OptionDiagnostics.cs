namespace MultiStage.Diagnostics;

/// <summary>MST2xxx: the Container* properties and items.</summary>
internal static class OptionDiagnostics
{
    public static readonly DiagnosticDescriptor UnknownTarget = new("MST2001", "ContainerTarget names no stage",
        "ContainerTarget is '{0}', and the image has no such stage.",
        "Use one of: {1}.");

    public static readonly DiagnosticDescriptor InvalidTag = new("MST2002", "An image tag is invalid",
        "The tag '{0}' in {1} is not valid: a tag has 1 to 128 letters, digits, '_', '.' and '-', and starts with none of the last two.",
        "Change {1}.");

    public static readonly DiagnosticDescriptor InvalidPort = new("MST2003", "A ContainerPort is invalid",
        "ContainerPort '{0}' with Type '{1}' is not valid.",
        "Use a number from 1 to 65535 and the Type tcp or udp.");

    public static readonly DiagnosticDescriptor InvalidEnvironmentName = new("MST2004",
        "The name of a ContainerEnvironmentVariable is invalid",
        "ContainerEnvironmentVariable '{0}' is not a valid name.",
        "Start with a letter or '_' and go on with letters, digits, '_', '.' and '-'; write ':' in configuration keys as '__'.");

    public static readonly DiagnosticDescriptor InvalidImage = new("MST2005", "An image reference is invalid",
        "{0} is '{1}', which is not an image reference.",
        "Write it as registry/repository:tag or registry/repository@sha256:digest, in lower case.");

    public static readonly DiagnosticDescriptor InvalidRepository = new("MST2006", "ContainerRepository is invalid",
        "ContainerRepository is '{0}', which is not a repository name.",
        "Use lower case letters, digits and single '.', '_' or '-' between them, with '/' between the parts.");

    public static readonly DiagnosticDescriptor UnsupportedRuntimeIdentifier = new("MST2007", "The runtime identifier is not one of Linux",
        "The runtime identifier '{0}' is not one that a Linux image can run.",
        "Set ContainerRuntimeIdentifier to one such as linux-x64 or linux-arm64.");

    public static readonly DiagnosticDescriptor TagAndTags = new("MST2008", "ContainerImageTag and ContainerImageTags are both set",
        "ContainerImageTag is '{0}' and ContainerImageTags is '{1}'.",
        "Set only one of them.");

    public static readonly DiagnosticDescriptor UnknownEngine = new("MST2009", "ContainerEngine is unknown",
        "The engine '{0}' in ContainerEngine or LocalRegistry is not one that can build.",
        "Set ContainerEngine to one of: {1}.");

    public static readonly DiagnosticDescriptor UnknownDialect = new("MST2010", "ContainerDockerfileDialect is unknown",
        "ContainerDockerfileDialect is '{0}'.",
        "Use auto, portable or modern.");

    public static readonly DiagnosticDescriptor UnsupportedValue = new("MST2011", "A value has a line break where none can be",
        "{0} is '{1}', which is empty or has a line break.",
        "Write it on one line.");

    public static readonly DiagnosticDescriptor MissingSecret = new("MST2012", "A ContainerBuildSecret has no source",
        "ContainerBuildSecret '{0}' is to be read from {1}, which does not exist.",
        "Create it, or name another Source (a file) or Environment (a variable).");

    public static readonly DiagnosticDescriptor InvalidSecret = new("MST2013", "A ContainerBuildSecret is invalid",
        "ContainerBuildSecret '{0}' is not valid: {1}.",
        "Give it an id of letters, digits, '.', '_' and '-', a Stage of build or publish, and either Source or Environment.");

    public static readonly DiagnosticDescriptor InvalidArgument = new("MST2014", "The name of a ContainerBuildArgument is invalid",
        "ContainerBuildArgument '{0}' is not a valid name.",
        "Start with a letter or '_' and go on with letters, digits and '_'.");

    public static readonly DiagnosticDescriptor InvalidInstruction = new("MST2015", "ContainerAppCommandInstruction is unknown",
        "ContainerAppCommandInstruction is '{0}'.",
        "Use Entrypoint, DefaultArgs or None.");

    public static readonly DiagnosticDescriptor InvalidContext = new("MST2016", "ContainerBuildContext is not a folder of the project",
        "ContainerBuildContext is '{0}', which {1}.",
        "Name a folder that contains the project and all its inputs.");

    public static readonly DiagnosticDescriptor InvalidArchiveFormat = new("MST2017", "ContainerImageFormat is unknown",
        "ContainerImageFormat is '{0}'.",
        "Use Docker or OCI, or leave it empty.");

    public static readonly DiagnosticDescriptor InvalidLabel = new("MST2018", "The name of a ContainerLabel is invalid",
        "ContainerLabel '{0}' is not a valid name.",
        "Use a name without white space, line breaks and '=', such as org.opencontainers.image.title.");

    public static readonly DiagnosticDescriptor ChangedWord = new("MST2030",
        "A word of the command is read in another way than it is written",
        "{0} is '{1}', which MSBuild {2}.",
        "Write it as metadata: Include=\"word\" Value=\"…\", where Value is taken as it stands.");

    public static readonly DiagnosticDescriptor StageProperty = new("MST2021", "ContainerStage is no property",
        "The property or environment variable ContainerStage is '{0}', and nothing reads it.",
        "To build that stage, set ContainerTarget; stages of your own are items: <ContainerStage Include=\"...\" />.");

    public static readonly DiagnosticDescriptor SharedRepository = new("MST2022", "One ContainerRepository for a whole solution",
        "ContainerRepository is '{0}' for every project of '{1}', so that each image would replace the one before.",
        "Set ContainerRepository in the projects, or publish one project at a time.");

    public static readonly DiagnosticDescriptor InvalidRegistry = new("MST2031", "ContainerRegistry is no host",
        "ContainerRegistry is '{0}', which is not the name of a registry: it is a host with an optional port.",
        "Leave out a scheme such as https://, and put a path into ContainerRepository.");
}
