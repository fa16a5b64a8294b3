using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;
using MultiStage.Planning.Runtime;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Debugging;

/// <summary>
/// The stage <c>debug</c>: <c>final</c> with tools to look into the running app. Where the image of <c>final</c> has no
/// shell or no runtime for tools, the same steps are repeated on one that has.
/// </summary>
internal sealed class DebugFeature : IFeature
{
    public const string Name = "debug";
    public const string BaseName = "debug-base";

    private const string Tools = "tools";
    private const string Diagnostics = "DOTNET_EnableDiagnostics";
    private static readonly ImagePath RuntimeFolder = ImagePath.Of("/usr/share/dotnet");

    public IReadOnlyList<string> Stages => [Name, BaseName, DebugTools.StageName];

    public IReadOnlyList<string> StagesOnRequest => [Name];

    public string StageWithRuntime(StageRequest request) => IsWanted(request.Options.Items) ? Name : "";

    public ComposeRole RoleOf(string stage) => stage == Name ? ComposeRole.AppOnRequest : ComposeRole.None;

    public ContainerException? Explain(StepFailure failure) => failure.Stage == DebugTools.StageName ? ToolErrors.Of(failure.Output) : null;

    public StageContribution Contribute(StageRequest request)
    {
        if (!IsWanted(request.Options.Items))
            return StageContribution.None;
        var tools = DebugTools.Choose(request.Options.Items.Debug.Tools);
        var image = DebugImage.For(request);
        List<StageDraft> stages = tools.Count > 0 ? [DebugTools.Draft(request, tools)] : [];
        var toolSteps = new StepBlock(Tools, [.. Steps(request, image, tools.Count > 0)]);
        if (IsRepeated(image))
        {
            var other = request.On(image.Image);
            var final = RuntimeStages.Final(other);
            stages.Add(
                RuntimeStages.Base(other) with { Name = BaseName,
                    Description = "is base on an image with a shell and a runtime for tools" });
            stages.Add(
                final with { Name = Name, From = BaseName, Description = "is final on that image, with tools to look into the running app",
                    Blocks = [new StepBlock(StepNames.Packages), .. final.Blocks, toolSteps] });
        }
        else
        {
            stages.Add(
                new StageDraft(Name, KnownStages.Final, "is final with tools to look into the running app",
                    [new StepBlock(StepNames.Packages), toolSteps]));
        }
        return new StageContribution { Stages = stages };
    }

    public IReadOnlyList<StepAddition> Follow(StageRequest request, IReadOnlyList<StageDraft> stages, IReadOnlyList<StepAddition> steps)
    {
        if (!IsWanted(request.Options.Items))
            return [];
        // What features and the project add to the stages that are repeated.
        var repeated = IsRepeated(DebugImage.For(request)) ? steps.Where(step => step.Stage is KnownStages.Base or KnownStages.Final) : [];
        return
        [
            .. repeated.Select(step => step with { Stage = step.Stage == KnownStages.Base ? BaseName : Name }),
            // Tools write what they find into the working directory, which belongs to root; the app's files stay protected.
            new StepAddition(Name, "writable", new RunStep([new Command(["chmod", "1777", request.WorkingDirectory.Text], [])], []))
            {
                Origin = "The stage 'debug'",
                After = Tools,
                User = UserSwitch.Root,
            },
        ];
    }

    private static bool IsRepeated(DebugImage image) => image.Image.Length > 0;

    /// <summary>Whether the stage stands in the file.</summary>
    private static bool IsWanted(StageOptions items) => items.Debug.Stage.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        // An item that is about the stage asks for it, too.
        "" => items.Asked == Name || items.Debug.Tools.Any(tool => !tool.IsDefault)
            || items.Stages.Any(stage => stage.From == Name) || items.Packages.Any(package => package.Stage == Name)
            || items.Runs.Any(run => run.Place.Stage == Name) || items.Copies.Any(copy => copy.Place.Stage == Name || copy.From == Name),
        _ => throw new ContainerException(StageDiagnostics.InvalidSetting, "ContainerDebugStage", items.Debug.Stage.ReplaceLineEndings(" "),
            "true or false"),
    };

    private static IEnumerable<Step> Steps(StageRequest request, DebugImage image, bool hasTools)
    {
        if (image.RuntimeImage.Length > 0)
        {
            yield return new CopyStep([RuntimeFolder.AsFolder], RuntimeFolder.AsFolder, image.RuntimeImage) { IsLinked = true };
            yield return new SearchPathStep(RuntimeFolder);
        }
        if (hasTools)
        {
            yield return new CopyStep([DebugTools.Folder.AsFolder], DebugTools.Folder.AsFolder, DebugTools.StageName) { IsLinked = true };
            yield return new SearchPathStep(DebugTools.Folder);
        }
        // Stack traces and profiles of tools have lines then; there are none where the project has them in its assemblies.
        yield return request.Layout.Published(AppLayers.Symbols, ImagePath.Here);
        // Tools talk to the app through its diagnostics port, which an image that ships may have turned off.
        yield return new SettingsStep(new ImageSettings
        {
            Environment = [.. request.Options.Environment.Select(variable => variable.Name)
            .Where(name => name.StartsWithAny(Diagnostics, "COMPlus_EnableDiagnostics")).Append(Diagnostics).Sorted()
            .Select(name => new NameValue(name, "1"))],
        });
    }
}
