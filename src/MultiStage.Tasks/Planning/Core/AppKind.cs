using MultiStage.Planning.Images;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Core;

/// <summary>
/// What an image runs: all that differs between an app with a shared runtime, one with its own, one on nothing, and a site.
/// </summary>
internal abstract class AppKind
{
    /// <summary>What the stage <c>base</c> is.</summary>
    public virtual string Description => "is what runs: the runtime, its user and its ports";

    /// <summary>What the stage <c>publish</c> does.</summary>
    public virtual string PublishDescription => "compiles, and sorts the files of the image by how often they change";

    /// <summary>Whether the app brings .NET along, so that its image needs none.</summary>
    public virtual bool BringsRuntime => false;

    /// <summary>Whether the app is one of .NET, which cultures, tools and migrations mean something to.</summary>
    public virtual bool RunsDotNet => true;

    /// <summary>Whether the image starts from nothing, and takes libraries from the builder.</summary>
    public virtual bool HasNoBase => false;

    /// <summary>Whether publish collects files for the image's root folder.</summary>
    public virtual bool CollectsRoot => false;

    /// <summary>The same app on another image than its own.</summary>
    public virtual AppKind On(string image) => this;

    /// <summary>The reference for the stage <c>base</c>.</summary>
    public virtual string BaseImage(SolutionModel solution, ContainerOptions options) => Images.BaseImage.OfDotNet(solution, options);

    /// <summary>The reference for the stage <c>build</c>.</summary>
    public virtual string SdkImage(SolutionModel solution, ContainerOptions options, string baseImage) =>
        Images.SdkImage.Resolve(solution, options, baseImage);

    /// <summary>The options with what the image has to say itself.</summary>
    /// <exception cref="Diagnostics.ContainerException">The app cannot be of this kind.</exception>
    public virtual ContainerOptions Complete(SolutionModel solution, ContainerOptions options) => options;

    /// <summary>Whether publish has no runtime identifier, whatever platform the image is for.</summary>
    public virtual bool IsPortable(SolutionModel solution, ContainerOptions options) => false;

    /// <summary>The runtime identifier that publish has for every platform; empty for none.</summary>
    public virtual string RuntimeIdentifier(ContainerOptions options) => options.RuntimeIdentifier;

    /// <summary>The layers of the published files, from the one that changes least; one that would be empty is left out.</summary>
    public virtual IReadOnlyList<string> Layers(SolutionModel solution) =>
        solution.Publish.IsSingleFile || solution.Publish.IsAot ? [AppLayers.App] :
    [
        .. BringsRuntime ? new[] { AppLayers.Framework } : [],
        .. solution.Projects.Any(project => project.HasPackages) ? new[] { AppLayers.Packages } : [],
        .. solution.Projects.Count > 1 ? new[] { AppLayers.Projects } : [],
        AppLayers.App,
    ];

    /// <summary>What publish is told. Properties of the command line do not reach the builder by themselves.</summary>
    public virtual IEnumerable<Word> PublishProperties(ContainerOptions options) => [];

    /// <summary>What publish is told about a web server.</summary>
    public virtual IReadOnlyList<NameValue> ServerProperties(ContainerOptions options) => [];

    /// <summary>What the image says by itself; what features and the project say comes over it.</summary>
    public virtual ImageSettings Settings(StageRequest request) => new()
    {
        Environment = [.. ListeningPorts.Environment(request.BaseImage, IsWebApp(request))],
        Ports =
        [
            .. request.Options.Ports.Select(OptionRules.Port),
            .. request.Options.InfersPorts ? ListeningPorts.Infer(request.Options.Environment, request.BaseImage, IsWebApp(request)) : [],
        ],
    };

    /// <summary>The user that the app runs as on an image, where the project names none.</summary>
    // Microsoft's images name their non-root user in APP_UID; on any other base the same number stands in for it.
    public virtual UserStep User(string image) =>
        Images.BaseImage.IsDotNet(image) && !Images.BaseImage.IsBeforeNet8(image)
            ? new UserStep("", "APP_UID")
            : new UserStep(AppUser.Number, "APP_UID");

    /// <summary>The copies that bring the files of the image, the ones that change least first.</summary>
    public virtual IReadOnlyList<Step> Files(StageRequest request) =>
        [.. Layers(request.Solution).Select(layer => request.Layout.Published(layer, ImagePath.Here))];

    /// <summary>The copies that bring the published files alone, for a folder of the host.</summary>
    public virtual IReadOnlyList<Step> Export(StageRequest request) =>
        [.. Layers(request.Solution).Append(AppLayers.Symbols).Select(layer => request.Layout.Published(layer, ImagePath.Root))];

    /// <summary>What the image starts where the project says nothing.</summary>
    public abstract IReadOnlyList<string> Command(PublishModel publish, ImagePath workingDirectory);

    /// <summary>Takes a stage into the plan that needs .NET in the image, or refuses it.</summary>
    /// <param name="stage">The stage; empty for none.</param>
    /// <param name="solution">The solution, for messages.</param>
    /// <exception cref="Diagnostics.ContainerException">The image has none.</exception>
    public virtual void Accept(string stage, SolutionModel solution)
    {
    }

    /// <summary>What is unlikely to be meant.</summary>
    public virtual IEnumerable<PlanWarning> Warnings(SolutionModel solution) => [];

    private static bool IsWebApp(StageRequest request) => request.Solution.Projects.Any(project => project.NeedsAspNetCore);

    /// <summary>The path of the app's program, without extension.</summary>
    protected static string Program(PublishModel publish, ImagePath workingDirectory) =>
        (workingDirectory / publish.AssemblyName).Text;
}
