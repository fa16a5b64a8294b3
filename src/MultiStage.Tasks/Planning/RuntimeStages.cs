using MultiStage.Names;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning;

/// <summary>The stages of the image that runs: <c>base</c> and <c>final</c>.</summary>
internal static class RuntimeStages
{
    public static StageDraft Base(StageRequest request)
    {
        var options = request.Options;
        var settings = new List<Step> { new WorkingDirectoryStep(request.WorkingDirectory) };
        // What the project says itself comes last, and counts.
        IReadOnlyList<NameValue> environment = [.. Globalization.Environment(request), .. options.Environment];
        if (environment.Count > 0)
            settings.Add(new EnvironmentStep([.. LastOfEachName(environment)]));
        settings.AddRange(Ports(options, request.BaseImage));
        var description = request.BaseImage == BaseImage.Scratch ? "is what runs: nothing but a user and ports" : "is what runs: the runtime, its user and its ports";
        return new StageDraft(Planner.BaseStage, request.BaseImage, description,
        [
            // First, so that a changed setting of the app does not install them again.
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, settings),
            new StepBlock(StepNames.User, User(options, request.BaseImage)),
        ]);
    }

    public static StageDraft Final(StageRequest request, IReadOnlyList<string> layers)
    {
        var options = request.Options;
        // Linked: a new base image does not rebuild these layers.
        var app = layers.Select(layer => new CopyStep([$"{BuildStages.OutputFolder}/{layer}/"], "./", Planner.PublishStage) { IsLinked = true });
        if (request.BaseImage == BaseImage.Scratch)
            app = app.Prepend(new CopyStep([ScratchImage.RootFolder + "/"], "/", Planner.PublishStage) { IsLinked = true });
        List<Step> settings = [.. ImageSettings.StopSignal(options.Items.StopSignal), .. ImageSettings.Healthcheck(request)];
        if (options.Labels.Count > 0)
            settings.Add(new LabelStep([.. LastOfEachName(options.Labels)]));
        return new StageDraft(Planner.FinalStage, Planner.BaseStage, "is the image that ships",
        [
            // Before the app's files, so that an edit of them leaves these layers as they are.
            new StepBlock(StepNames.Volumes, ImageSettings.Volumes(request)),
            new StepBlock(StepNames.App, [.. app]),
            new StepBlock(StepNames.Settings, settings),
            new StepBlock(StepNames.Command, [.. Command(request)]),
        ])
        { DefaultPlace = StepNames.App };
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
        return BaseImage.IsDotNet(baseImage) ? new UserStep("", "APP_UID") : new UserStep(AppUser.Number, "APP_UID");
    }

    private static IEnumerable<ExposeStep> Ports(ContainerOptions options, string baseImage)
    {
        var ports = options.Ports.Select(OptionRules.Port).ToList();
        ports.AddRange(ListeningPorts.Infer(options.Environment, baseImage));
        return ports.Distinct().OrderBy(port => port.Port).ThenBy(port => port.Protocol, StringComparer.Ordinal);
    }
}
