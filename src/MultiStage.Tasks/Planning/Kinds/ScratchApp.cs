using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Kinds;

/// <summary>
/// An app on an image that starts from nothing: it takes libraries from the builder, and says what Microsoft's images would have said.
/// </summary>
internal sealed class ScratchApp : SelfContainedApp
{
    /// <summary>Where the builder leaves the root folder of the image.</summary>
    private static readonly ImagePath RootFolder = BuilderFolders.Output / AppLayers.Root;

    public override string Description => "is what runs: nothing but a user and ports";

    public override bool HasNoBase => true;

    public override bool CollectsRoot => true;

    public override AppKind On(string image) => image == Images.BaseImage.Scratch ? this : new SelfContainedApp();

    /// <summary>Adds what an app finds in its environment on every other base. What the project sets itself wins.</summary>
    /// <exception cref="ContainerException">MST5101: the app needs a runtime. MST5105: ContainerOpenSsl has another value.</exception>
    public override ContainerOptions Complete(SolutionModel solution, ContainerOptions options)
    {
        if (!solution.Publish.IsSelfContained && !solution.Publish.IsAot)
            throw new ContainerException(ScratchDiagnostics.NotSelfContained, solution.Project);
        if (options.OpenSsl.ToLowerInvariant() is not ("" or "auto" or "true" or "false"))
            throw new ContainerException(ScratchDiagnostics.UnknownOpenSsl, options.OpenSsl);
        var variables = new List<NameValue>
        {
            new("APP_UID", AppUser.Number),
            new("DOTNET_RUNNING_IN_CONTAINER", "true"),
            new("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
        };
        if (solution.Projects.Any(project => project.NeedsAspNetCore))
            variables.Add(new("ASPNETCORE_HTTP_PORTS", "8080"));
        return options with { Environment = [.. variables, .. options.Environment] };
    }

    public override IEnumerable<Word> PublishProperties(ContainerOptions options)
    {
        yield return new PropertyWord(BuilderNames.Root, RootFolder.Text);
        if (options.OpenSsl.Length > 0)
            yield return new PropertyWord("ContainerOpenSsl", options.OpenSsl);
    }

    public override UserStep User(string image) => new(AppUser.Number);

    public override IReadOnlyList<Step> Files(StageRequest request) =>
        [request.Layout.Published(AppLayers.Root, ImagePath.Root), .. base.Files(request)];
}
