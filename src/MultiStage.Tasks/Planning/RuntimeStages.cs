using MultiStage.Planning.Stages;
using MultiStage.Planning.StaticSites;

namespace MultiStage.Planning;

/// <summary>The stages of the image that runs: <c>base</c> and <c>final</c>.</summary>
internal static class RuntimeStages
{
    public static StageDraft Base(StageRequest request)
    {
        var options = request.Options;
        var settings = new List<Step> { new WorkingDirectoryStep(request.WorkingDirectory) };
        // What the project says itself comes last, and counts.
        IReadOnlyList<NameValue> environment = [.. ListeningPorts.Environment(request.BaseImage, IsWebApp(request)), .. Globalization.Environment(request), .. options.Environment];
        if (environment.Count > 0)
            settings.Add(new EnvironmentStep([.. LastOfEachName(environment)]));
        settings.AddRange(Ports(request));
        var description = IsSite(request) ? "is what runs: the web server, its user and its ports"
            : request.BaseImage == BaseImage.Scratch ? "is what runs: nothing but a user and ports"
            : "is what runs: the runtime, its user and its ports";
        return new StageDraft(KnownStages.Base, request.BaseImage, description,
        [
            // First, so that a changed setting of the app does not install them again.
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, settings),
            new StepBlock(StepNames.User, IsSite(request) && options.User.Length == 0 ? new UserStep(SiteImage.User) : User(options, request.BaseImage)),
        ]);
    }

    public static StageDraft Final(StageRequest request, IReadOnlyList<string> layers)
    {
        var options = request.Options;
        var stopSignal = options.Items.StopSignal.Length == 0 && IsSite(request) ? SiteImage.StopSignal : options.Items.StopSignal;
        List<Step> settings = [.. ImageSettings.StopSignal(stopSignal), .. ImageSettings.Healthcheck(request)];
        if (options.Labels.Count > 0)
            settings.Add(new LabelStep([.. LastOfEachName(options.Labels)]));
        return new StageDraft(KnownStages.Final, KnownStages.Base, "is the image that ships",
        [
            // Before the app's files, so that an edit of them leaves these layers as they are.
            new StepBlock(StepNames.Volumes, ImageSettings.Volumes(request)),
            new StepBlock(StepNames.App, [.. IsSite(request) ? SiteImage.Files : Files(request, layers)]),
            new StepBlock(StepNames.Settings, settings),
            new StepBlock(StepNames.Command, [.. Command(request)]),
        ])
        { DefaultPlace = StepNames.App };
    }

    private static IEnumerable<Step> Files(StageRequest request, IReadOnlyList<string> layers)
    {
        var app = layers.Select(layer => PublishedFiles.Copy(layer, "./"));
        return request.BaseImage == BaseImage.Scratch
            ? app.Prepend(PublishedFiles.Copy(AppLayers.Root, "/"))
            : app;
    }

    private static IEnumerable<Step> Command(StageRequest request)
    {
        var command = ImageCommand.For(request.Solution.Publish, request.Options.Command, request.WorkingDirectory);
        if (command.Entrypoint.Count > 0)
            yield return new EntrypointStep(command.Entrypoint);
        if (command.Arguments.Count > 0)
            yield return new DefaultArgumentsStep(command.Arguments);
    }

    // An item that is given twice means its last value, as the SDK's own targets read it.
    private static IEnumerable<NameValue> LastOfEachName(IEnumerable<NameValue> pairs) =>
        pairs.GroupBy(pair => pair.Name, StringComparer.Ordinal).Select(group => group.Last()).OrderBy(pair => pair.Name, StringComparer.Ordinal);

    /// <summary>The user that the app runs as on this image.</summary>
    public static UserStep User(ContainerOptions options, string baseImage)
    {
        if (options.User.Length > 0)
            return new UserStep(options.User);
        if (baseImage == BaseImage.Scratch)
            return new UserStep(AppUser.Number);
        // Microsoft's images name their non-root user in APP_UID; on any other base the same number stands in for it.
        return BaseImage.IsDotNet(baseImage) && !BaseImage.IsBeforeNet8(baseImage) ? new UserStep("", "APP_UID") : new UserStep(AppUser.Number, "APP_UID");
    }

    private static IEnumerable<ExposeStep> Ports(StageRequest request)
    {
        var options = request.Options;
        var ports = IsSite(request)
            ? SiteImage.Ports(options)
            : options.Ports.Select(OptionRules.Port).Concat(options.InfersPorts ? ListeningPorts.Infer(options.Environment, request.BaseImage, IsWebApp(request)) : []);
        return ports.Distinct().OrderBy(port => port.Port).ThenBy(port => port.Protocol, StringComparer.Ordinal);
    }

    private static bool IsWebApp(StageRequest request) => request.Solution.Projects.Any(project => project.NeedsAspNetCore);

    private static bool IsSite(StageRequest request) => request.Solution.Publish.IsStaticSite;
}
