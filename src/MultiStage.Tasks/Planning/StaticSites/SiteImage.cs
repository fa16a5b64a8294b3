namespace MultiStage.Planning.StaticSites;

/// <summary>What the stages of a static site do in another way than those of an app.</summary>
internal static class SiteImage
{
    /// <summary>Where the builder leaves nginx' configuration, as a part of the image's root folder.</summary>
    public const string RootFolder = BuildStages.OutputFolder + "/" + AppLayers.Root;

    /// <summary>The folder of the site in the publish output, and below the working directory of the image.</summary>
    public const string WebRoot = "wwwroot";

    /// <summary>The user of nginx, by number, in all images of nginx that name one.</summary>
    public const string User = "101";

    /// <summary>The signal that makes nginx answer what it has begun to answer.</summary>
    public const string StopSignal = "SIGQUIT";

    /// <summary>
    /// What the image starts. Not the script of the base image, which writes into /etc. Errors go to the log of the
    /// container from the first moment on: the file that nginx opens before it reads its configuration belongs to root.
    /// </summary>
    public static readonly IReadOnlyList<string> Command = ["nginx", "-e", "/dev/stderr", "-g", "daemon off;"];

    private const string PortsProperty = "ContainerSitePorts";
    private const string FolderProperty = "ContainerSiteFolder";
    private const string FallbackProperty = "ContainerSpaFallback";
    private const string ImmutableProperty = "ContainerImmutableFiles";
    private const string CompleteProperty = "ContainerSiteIsComplete";

    /// <summary>Names of the properties that publish is told, for an engine that publishes in another way.</summary>
    public static readonly IReadOnlyList<string> PropertyNames = [PortsProperty, FolderProperty, FallbackProperty, ImmutableProperty, CompleteProperty];

    /// <summary>The configuration first: it changes less than the pages.</summary>
    public static IReadOnlyList<Step> Files =>
    [
        new CopyStep([RootFolder + "/"], "/", Planner.PublishStage) { IsLinked = true },
        new CopyStep([$"{BuildStages.OutputFolder}/{AppLayers.App}/{WebRoot}/"], WebRoot + "/", Planner.PublishStage) { IsLinked = true, HasContentTimes = true },
    ];

    /// <summary>The ports that nginx listens on, and those of other protocols that the project names.</summary>
    public static IEnumerable<ExposeStep> Ports(ContainerOptions options) =>
        Settings(options).Ports.Select(port => new ExposeStep(port, "tcp"))
            .Concat(options.Ports.Select(OptionRules.Port).Where(port => port.Protocol != "tcp"));

    public static SiteSettings Settings(ContainerOptions options) => SiteSettings.Of(options.Site, options.Ports);

    /// <summary>
    /// What publish is told, so that it writes the configuration. Properties of the command line do not reach the builder
    /// by themselves.
    /// </summary>
    public static IEnumerable<Word> PublishProperties(ContainerOptions options)
    {
        var settings = Settings(options);
        yield return new PropertyWord("ContainerRoot", RootFolder);
        yield return new PropertyWord(PortsProperty, settings.PortsText);
        if (options.WorkingDirectory.Length > 0)
            yield return new PropertyWord(FolderProperty, $"{options.WorkingDirectory.TrimEnd('/')}/{WebRoot}");
        if (settings.Fallback != SiteSettings.StartPage)
            yield return new PropertyWord(FallbackProperty, settings.Fallback.Length == 0 ? "false" : settings.Fallback);
        if (settings.ImmutableFiles.Count > 0)
            yield return new PropertyWord(ImmutableProperty, string.Join(';', settings.ImmutableFiles));
        if (GetsMoreFiles(options))
            yield return new PropertyWord(CompleteProperty, "false");
    }

    // Then publish cannot know which pages there will be.
    private static bool GetsMoreFiles(ContainerOptions options) =>
        options.Items.Assets.Items.Any(asset => asset.Stage is "" or Planner.FinalStage)
        || options.Items.Copies.Any(copy => copy.Place.Stage is "" or Planner.FinalStage && (copy.Destination.Trim('/') + "/").Contains(WebRoot + "/", StringComparison.Ordinal));
}
