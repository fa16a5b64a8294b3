using System.Globalization;
using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;
using MultiStage.Planning.Runtime;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features;

/// <summary>
/// <c>ContainerWritableFolder</c>: a folder of the image that the app's user owns, for apps that write beside themselves. It is
/// copied over what is there, so that a folder of the published files changes hands, too; and no shell of the image is needed.
/// </summary>
internal sealed class WritableFoldersFeature : IFeature
{
    private const string Type = "ContainerWritableFolder";
    private const string StageName = "writable-folders";
    private static readonly ImagePath Folder = BuilderFolders.Output / "writable-folders";

    public IReadOnlyList<(string Type, IReadOnlyList<string> Metadata)> Items => [(Type, ["Stage"])];

    public IReadOnlyList<string> Stages => [StageName];

    public StageContribution Contribute(StageRequest request)
    {
        var wanted = Wanted(request);
        if (wanted.Count == 0)
            return StageContribution.None;
        var make = new Command(["mkdir", "-p", .. wanted.Select((one, number) => (Word)(Source(number) / one.Place.Name).Text)], []);
        return new StageContribution
        {
            Stages =
            [
                new StageDraft(StageName, request.SdkImage, "holds empty folders, for the app's user",
                    [new StepBlock(StepNames.Command, new RunStep([make], []))])
                { OnBuildPlatform = true },
            ],
        };
    }

    public IReadOnlyList<StepAddition> Follow(StageRequest request, IReadOnlyList<StageDraft> stages, IReadOnlyList<StepAddition> steps) =>
        [.. Wanted(request).Select((one, number) => Addition(one, Copy(one, number, Owner(one, request, stages))))];

    private static StepAddition Addition(WritableFolder folder, CopyStep copy) => new(folder.Stage, folder.Item.Include, copy)
    {
        Origin = folder.Item.Origin,
        // Behind the files of the app, which would take the folder back.
        After = folder.Stage == KnownStages.Final ? StepNames.App : "",
    };

    private static ImageUser Owner(WritableFolder folder, StageRequest request, IReadOnlyList<StageDraft> stages)
    {
        var user = RuntimeStages.User(request, StageImages.Of(folder.Stage, stages) ?? request.BaseImage);
        StageRules.User(folder.Item.Origin, user.Name);
        return new ImageUser(user.Name, user.Variable);
    }

    private static CopyStep Copy(WritableFolder folder, int number, ImageUser owner) =>
        new([Source(number)], ImagePath.Of(folder.Place.Text[..(folder.Place.Text.LastIndexOf('/') + 1)]), StageName)
        {
            OwnedBy = owner,
            EmptyFolder = folder.Place.Name,
        };

    private static ImagePath Source(int number) => Folder / string.Create(CultureInfo.InvariantCulture, $"{number + 1}/");

    // Each once, in an order that the project's does not change.
    private static IReadOnlyList<WritableFolder> Wanted(StageRequest request) =>
    [
        .. request.Options.Items.Of(Type).Select(item => Read(item, request)).DistinctBy(folder => (folder.Stage, folder.Place))
            .OrderBy(folder => folder.Stage, StringComparer.Ordinal).ThenBy(folder => folder.Place),
    ];

    private static WritableFolder Read(ProjectItem item, StageRequest request)
    {
        var stage = item["Stage"].Length == 0 ? KnownStages.Final : item["Stage"];
        var path = item.Include.Replace('\\', '/');
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var hasDrive = parts is [{ Length: 2 } drive, ..] && drive[1] == ':';
        if (path.Trim().Length == 0 || path.Any(char.IsControl) || path.StartsWith('~') || parts.Contains("..") || hasDrive)
            throw Invalid("a folder of the image: an absolute path, or one below the working directory");
        var absolute = ImagePath.Of(path).In(WorkingDirectories.Of(stage, request)).Bare;
        if (!path.StartsWith('/') && WorkingDirectories.Of(stage, request) is null)
            throw Invalid($"an absolute path, which it has to be in the stage '{stage}'");
        if (absolute.Length == 0 || OfTheSystem.Contains(absolute, StringComparer.Ordinal))
            throw Invalid("a folder of the app's own: the system's stay with root");
        return new WritableFolder(item, stage, ImagePath.Of(absolute));

        ContainerException Invalid(string expected) =>
            new(StageDiagnostics.InvalidMetadata, Type, "Include", item.Include.ReplaceLineEndings(" "), expected);
    }

    // Whoever can write there, can become anyone; /tmp and /dev have rights of their own.
    private static readonly string[] OfTheSystem =
    [
        "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/run", "/sbin", "/sys", "/tmp",
        "/usr", "/usr/bin", "/usr/lib", "/usr/local", "/usr/sbin", "/usr/share", "/var",
    ];

    private sealed record WritableFolder(ProjectItem Item, string Stage, ImagePath Place);
}
