namespace MultiStage.Diagnostics;

/// <summary>MST3xxx: container engines and what they say.</summary>
internal static class EngineDiagnostics
{
    public static readonly DiagnosticDescriptor EngineNotUsable = new("MST3002", "The chosen container engine is not usable",
        "ContainerEngine is '{0}', and it cannot be used: {1}.",
        "Start it, or set ContainerEngine to auto.");

    public static readonly DiagnosticDescriptor EngineTooOld = new("MST3003", "The Docker engine has no BuildKit",
        "{0} cannot build multi-stage images: {1}.",
        "Use Docker 20.10 or later.");

    // {0} image, {1} the engine's words, {2} what to do
    public static readonly DiagnosticDescriptor ImageNotFound = new("MST3004", "A base image cannot be found",
        "The image '{0}' cannot be found: {1}.",
        "{2}");

    // {0} image, {1} the engine's words, {2} what to do
    public static readonly DiagnosticDescriptor RegistryUnreachable = new("MST3005", "A registry cannot be reached",
        "The registry of '{0}' cannot be reached: {1}.",
        "{2}");

    public static readonly DiagnosticDescriptor BuildFailed = new("MST3006", "The image build failed",
        "{0} could not build the image; it stopped at '{1}': {2}.",
        "The step's last output stands above; the whole output is in the build log (-v:d or -bl).");

    public static readonly DiagnosticDescriptor FeedRefused = new("MST3007", "A NuGet feed refuses the builder's credentials",
        "A NuGet feed refused the stage '{0}' in the builder: {1}.",
        "{2}.");

    public static readonly DiagnosticDescriptor NoSpace = new("MST3008", "The engine's disk is full",
        "{0} ran out of disk space: {1}.",
        "Make room, for example with `docker builder prune`.");

    public static readonly DiagnosticDescriptor PushFailed = new("MST3009", "The image cannot be pushed",
        "'{0}' cannot be pushed: {1}.",
        "Check ContainerRegistry and ContainerRepository, and sign in with `docker login`.");

    public static readonly DiagnosticDescriptor ArchiveFailed = new("MST3010", "The archive cannot be written",
        "The archive '{0}' cannot be written: {1}. An existing archive was left as it was.",
        "Check the folder in ContainerArchiveOutputPath.");

    public static readonly DiagnosticDescriptor NotSupported = new("MST3011", "The engine cannot do what is asked",
        "{0} cannot {1}.",
        "{2}");

    public static readonly DiagnosticDescriptor Cancelled = new("MST3012", "The image build was stopped",
        "The build of '{0}' was stopped before it was done; nothing was tagged or written.",
        "Publish again to go on from the steps that are done.");

    public static readonly DiagnosticDescriptor NotStarted = new("MST3013", "The engine's program cannot be started",
        "'{0}' cannot be started: {1}.",
        "Install it, or set ContainerEngine to another engine.");

    public static readonly DiagnosticDescriptor PackageNotFound = new("MST3014", "The builder cannot find a package",
        "The stage '{0}' cannot get a package in the builder: {1}.",
        "{2}.");

    public static readonly DiagnosticDescriptor CannotRun = new("MST3015", "The embedded engine cannot run a step",
        "The stage '{0}' runs `{1}` inside its image. The embedded engine assembles images and runs nothing in them.",
        "Build with an engine that runs steps (ContainerEngine=docker), or remove the item that the step comes from.");

    public static readonly DiagnosticDescriptor InvalidTime = new("MST3016", "The time of the image is invalid",
        "The environment variable {0} is '{1}', which is no number of seconds since 1970.",
        "Set it as `git log -1 --format=%ct` prints it, or unset it.");

    public static readonly DiagnosticDescriptor LoadFailed = new("MST3017", "An engine does not take the image",
        "The engine refused the image: `{0} load` says: {1}.",
        "Check that the engine runs, or write the image elsewhere with ContainerRegistry or ContainerArchiveOutputPath.");

    public static readonly DiagnosticDescriptor UnknownLocalStore = new("MST3018", "The base image is in a store that cannot be read",
        "The base image '{0}' cannot be read by {1}.",
        "Name an image in a registry, or build with ContainerEngine=embedded, which also reads oci:, oci-archive:, docker-archive:, docker-daemon: and podman: locations.");

    // {0} step, {1} last lines
    public static readonly DiagnosticDescriptor CommandFailed = new("MST3021", "A command of the build failed without an error of its own",
        "'{0}' failed, and no error says why. It printed last: {1}.",
        "The step's last output stands above in a log without terminal; the whole output is in the build log (-v:d or -bl).");

    // {0} image, {1} wanted, {2} found
    public static readonly DiagnosticDescriptor NoPlatform = new("MST3022", "The base image is not made for the platform",
        "The base image '{0}' is not made for {1}: the engine found {2}. The image could not run.",
        "Choose a base image that is built for {1}, or another ContainerRuntimeIdentifier.");

    public static readonly DiagnosticDescriptor EngineWarns = new("MST3023", "The engine has a warning",
        "{0} warns: {1}.",
        "Read what it says; the image was built all the same.");

    // {0} option, {1} why, {2} instead
    public static readonly DiagnosticDescriptor OptionIgnored = new("MST3024", "An option of publish does nothing",
        "{0} does nothing here: {1}.",
        "{2}");
}
