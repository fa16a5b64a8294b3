using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Kinds;

/// <summary>Files that a web server serves; the image has no .NET.</summary>
internal sealed class StaticSiteApp : AppKind
{
    public override string Description => "is what runs: the web server, its user and its ports";

    public override string PublishDescription => "makes the files of the site, and tells the web server how to serve them";

    public override bool RunsDotNet => false;

    public override bool CollectsRoot => true;

    public override string BaseImage(SolutionModel solution, ContainerOptions options) => StaticSite.BaseImage(solution, options);

    // What a web server serves does not care for its system.
    public override string SdkImage(SolutionModel solution, ContainerOptions options, string baseImage) =>
        Images.SdkImage.Resolve(solution, options, baseImage, isForEverySystem: true);

    // A site is the same on every platform.
    public override bool IsPortable(SolutionModel solution, ContainerOptions options) => true;

    public override string RuntimeIdentifier(ContainerOptions options) => "";

    public override IReadOnlyList<string> Layers(SolutionModel solution) => [AppLayers.App];

    public override IEnumerable<Word> PublishProperties(ContainerOptions options) => SiteImage.PublishProperties(options);

    public override IReadOnlyList<NameValue> ServerProperties(ContainerOptions options) => SiteImage.ServerProperties(options);

    public override ImageSettings Settings(StageRequest request) => new()
    {
        Ports = [.. SiteImage.Ports(request.Options)],
        StopSignal = SiteImage.StopSignal,
    };

    public override UserStep User(string image) => new(SiteImage.User);

    /// <summary>The configuration first: it changes less than the pages.</summary>
    public override IReadOnlyList<Step> Files(StageRequest request) =>
    [
        request.Layout.Published(AppLayers.Root, ImagePath.Root),
        request.Layout.Published(AppLayers.App, ImagePath.Of(SiteContent.Folder + "/"), SiteContent.Folder + "/")
            with { HasContentTimes = true },
    ];

    public override IReadOnlyList<Step> Export(StageRequest request) =>
        [request.Layout.Published(AppLayers.App, ImagePath.Root, SiteContent.Folder + "/")];

    public override IReadOnlyList<string> Command(PublishModel publish, ImagePath workingDirectory) => SiteImage.Command;

    /// <exception cref="ContainerException">MST5604.</exception>
    public override void Accept(string stage, SolutionModel solution)
    {
        if (stage.Length > 0)
            throw new ContainerException(StaticSiteDiagnostics.NotForSites, $"The stage '{stage}'", solution.Project);
    }

    public override IEnumerable<PlanWarning> Warnings(SolutionModel solution) => StaticSite.Warnings(solution);
}
