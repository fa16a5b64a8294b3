namespace MultiStage.Diagnostics;

/// <summary>MST56xx: static sites, whose files a web server serves.</summary>
internal static class StaticSiteDiagnostics
{
    public static readonly DiagnosticDescriptor NoStartPage = new("MST5601", "The static site has no such page",
        "'{0}' is published as a static site and its publish output has no 'wwwroot/{1}', which {2}.",
        "Put the file into wwwroot, or set ContainerSpaFallback to the page that answers for unknown paths (false for none).");

    public static readonly DiagnosticDescriptor NoWebServer = new("MST5602", "The base image of a static site has no web server",
        "ContainerBaseImage is '{0}', and '{1}' is a static site: {2}.",
        "Remove ContainerBaseImage, or name an image with nginx such as docker.io/nginxinc/nginx-unprivileged:stable-alpine.");

    public static readonly DiagnosticDescriptor ServerIsLeftOut = new("MST5603",
        "The image serves the files of an application and does not run it",
        "'{0}' is an application and ContainerFamily is nginx: the image serves its wwwroot, and its code is not in the image.",
        "Remove ContainerFamily to run the application, or set OutputType to Library; NoWarn keeps this warning quiet where the application is only there for development.");

    public static readonly DiagnosticDescriptor NotForSites = new("MST5604", "Not possible for a static site",
        "{0} needs an app that runs on .NET, and '{1}' is a static site that nginx serves.",
        "Remove it.");

    public static readonly DiagnosticDescriptor InvalidSetting = new("MST5605", "A setting of the static site is invalid",
        "{0} is '{1}': {2}.",
        "Correct the value.");
}
