namespace MultiStage.Diagnostics;

/// <summary>MST11xx: package feeds, as the builder sees them.</summary>
internal static class FeedDiagnostics
{
    public static readonly DiagnosticDescriptor MissingVariable = new("MST1101", "A variable that nuget.config names is not set",
        "{1} in '{2}' is made of %{0}%, and the environment variable {0} is not set.",
        "Set it for the publish: the builder gets it as a secret. "
        + "Or give it as <ContainerBuildSecret Include=\"{0}\" Source=\"FILE\" Variable=\"{0}\" />.");

    public static readonly DiagnosticDescriptor RootedFeed = new("MST1102", "A package folder is named from the root of this machine",
        "The folder of '{0}' in '{1}' is '{2}'. The builder has the repository in another place, and no such folder.",
        "Write the path relative to the nuget.config: {3}.");

    public static readonly DiagnosticDescriptor PackageNotVisible = new("MST1103", "The builder cannot get MultiStage.Sdk",
        "The builder restores MultiStage.Sdk {0}, too, and no feed that it knows has it: {1}. "
        + "'{2}' was taken as the repository; the settings of your account do not exist there.",
        "{3}.");

    public static readonly DiagnosticDescriptor ClearPassword = new("MST1104", "A password stands in nuget.config",
        "'{0}' holds the password of the feed '{1}' in clear text, and travels into the build stage and into every cache that is exported.",
        "Write %NAME% in its place and set the environment variable NAME: "
        + "it reaches restore as a secret and no layer. Then change the password.");

    public static readonly DiagnosticDescriptor IgnoredFeed = new("MST1105", "Git ignores the package file of MultiStage.Sdk",
        "'{0}' is ignored by Git, so the project builds in this working copy and in no clone of it.",
        "Add it with `git add -f`, or add the line !{1} to .gitignore.");

    public static readonly DiagnosticDescriptor FeedUnreachable = new("MST1106", "The builder cannot reach a package feed",
        "The stage '{0}' cannot reach a package feed: {1}.",
        "{2}.");
}
