using MultiStage.Planning.Core;
using MultiStage.Planning.Images;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Runtime;

/// <summary>The stages of the image that runs: <c>base</c> and <c>final</c>.</summary>
internal static class RuntimeStages
{
    public static StageDraft Base(StageRequest request)
    {
        var all = Settings(request);
        var own = new ImageSettings { Environment = all.Environment, Ports = ImagePort.Sorted(all.Ports) };
        return new StageDraft(KnownStages.Base, request.BaseImage, request.Kind.Description,
        [
            // First, so that a changed setting of the app does not install them again.
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, [new WorkingDirectoryStep(request.WorkingDirectory), .. Step(own)]),
            new StepBlock(StepNames.User, User(request, request.BaseImage)),
        ]);
    }

    public static StageDraft Final(StageRequest request)
    {
        var all = Settings(request);
        // Those of base, and those at places of their own.
        var others = all with { Environment = [], Ports = [], Volumes = [], Entrypoint = null, Arguments = null };
        return new StageDraft(KnownStages.Final, KnownStages.Base, "is the image that ships",
        [
            // Before the app's files, so that an edit of them leaves these layers as they are.
            new StepBlock(StepNames.Volumes, [.. VolumeFolders(request), .. Step(new ImageSettings { Volumes = all.Volumes })]),
            new StepBlock(StepNames.App, request.Kind.Files(request)),
            new StepBlock(StepNames.Settings, [.. Step(others)]),
            new StepBlock(StepNames.Command, [.. Step(new ImageSettings { Entrypoint = all.Entrypoint, Arguments = all.Arguments })]),
        ])
        { DefaultPlace = StepNames.App };
    }

    /// <summary>The user that the app runs as on an image.</summary>
    public static UserStep User(StageRequest request, string image) =>
        request.Options.User.Length > 0 ? new UserStep(request.Options.User) : request.Kind.On(image).User(image);

    /// <summary>Makes the folders of volumes; a new volume takes the owner of the folder in the first container that has it.</summary>
    public static IReadOnlyList<Step> VolumeFolders(StageRequest request) =>
        AppFolders.Make(Settings(request).Volumes, request.WorkingDirectory, "ContainerVolume");

    // What the kind says is the least; what the project says itself comes last, and counts.
    private static ImageSettings Settings(StageRequest request)
    {
        var command = ImageCommand.For(request.Kind.Command(request.Solution.Publish, request.WorkingDirectory), request.Options.Command);
        return request.Kind.Settings(request).Then(request.Features.Settings(request)).Then(new ImageSettings
        {
            Environment = request.Options.Environment,
            Labels = request.Options.Labels,
            Entrypoint = command.Entrypoint.Count > 0 ? command.Entrypoint : null,
            Arguments = command.Arguments.Count > 0 ? command.Arguments : null,
        });
    }

    private static IEnumerable<Step> Step(ImageSettings settings) => settings.IsEmpty ? [] : [new SettingsStep(settings)];
}
