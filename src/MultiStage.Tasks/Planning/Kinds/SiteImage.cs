using MultiStage.Planning.Options;

namespace MultiStage.Planning.Kinds;

/// <summary>What the stages of a static site do in another way than those of an app.</summary>
internal static class SiteImage
{
    /// <summary>Where the builder leaves nginx' configuration, as a part of the image's root folder.</summary>
    public static readonly ImagePath RootFolder = BuilderFolders.Output / AppLayers.Root;

    /// <summary>The user of nginx, by number, in all images of nginx that name one.</summary>
    public const string User = "101";

    /// <summary>The signal that makes nginx answer what it has begun to answer.</summary>
    public const string StopSignal = "SIGQUIT";

    /// <summary>
    /// What the image starts. Not the script of the base image, which writes into /etc. Errors go to the log of the
    /// container from the first moment on: the file that nginx opens before it reads its configuration belongs to root.
    /// </summary>
    public static readonly IReadOnlyList<string> Command = ["nginx", "-e", "/dev/stderr", "-g", "daemon off;"];

    private const string PortsProperty = BuilderNames.SitePorts;
    private const string FolderProperty = BuilderNames.SiteFolder;
    private const string FallbackProperty = "ContainerSpaFallback";
    private const string ImmutableProperty = "ContainerImmutableFiles";
    private const string CompleteProperty = BuilderNames.SiteIsComplete;

    /// <summary>The ports that nginx listens on, and those of other protocols that the project names.</summary>
    public static IEnumerable<ImagePort> Ports(ContainerOptions options) =>
        Settings(options).Ports.Select(port => new ImagePort(port, "tcp"))
            .Concat(options.Ports.Select(OptionRules.Port).Where(port => port.Protocol != "tcp"));

    public static SiteSettings Settings(ContainerOptions options) => SiteRules.Settings(options.Site, options.Ports);

    /// <summary>
    /// What publish is told, so that it writes the configuration. Properties of the command line do not reach the builder
    /// by themselves.
    /// </summary>
    public static IEnumerable<Word> PublishProperties(ContainerOptions options) =>
        ServerProperties(options).Select(property => new PropertyWord(property.Name, property.Value))
            .Prepend(new PropertyWord(BuilderNames.Root, RootFolder.Text));

    /// <summary>The settings of the web server, as properties.</summary>
    public static IReadOnlyList<NameValue> ServerProperties(ContainerOptions options)
    {
        var settings = Settings(options);
        List<NameValue> properties = [new(PortsProperty, settings.PortsText)];
        if (options.WorkingDirectory.Length > 0)
            properties.Add(new(FolderProperty, $"{options.WorkingDirectory.TrimEnd('/')}/{SiteContent.Folder}"));
        if (settings.Fallback != SiteSettings.StartPage)
            properties.Add(new(FallbackProperty, settings.Fallback.Length == 0 ? "false" : settings.Fallback));
        if (settings.ImmutableFiles.Count > 0)
            properties.Add(new(ImmutableProperty, string.Join(';', settings.ImmutableFiles)));
        if (GetsMoreFiles(options))
            properties.Add(new(CompleteProperty, "false"));
        return properties;
    }

    // Then publish cannot know which pages there will be.
    private static bool GetsMoreFiles(ContainerOptions options) =>
        options.Items.Assets.Items.Any(asset => asset.Stage is "" or KnownStages.Final)
        || options.Items.Copies.Any(
            copy => copy.Place.Stage is "" or KnownStages.Final
                && (copy.Destination.Trim('/') + "/").Contains(SiteContent.Folder + "/", StringComparison.Ordinal));
}
