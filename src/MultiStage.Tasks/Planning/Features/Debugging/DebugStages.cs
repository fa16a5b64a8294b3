using MultiStage.Planning.Layouts;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Core;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Features.Debugging;

/// <summary>
/// The stage <c>debug</c>: <c>final</c> with tools to look into the running app. Where the image of <c>final</c> has no
/// shell or no runtime for tools, the same steps are repeated on one that has.
/// </summary>
internal sealed class DebugStages
{
    public const string Name = "debug";
    public const string BaseName = "debug-base";

    private const string Tools = "tools";
    private const string Diagnostics = "DOTNET_EnableDiagnostics";
    private const string RuntimeFolder = "/usr/share/dotnet";

    private readonly StageRequest request;
    private readonly bool isRepeated;

    public DebugStages(StageRequest request, IReadOnlyList<string> layers)
    {
        this.request = request;
        if (!IsWanted(request.Options.Items))
            return;
        var tools = DebugTools.Choose(request.Options.Items.Debug.Tools);
        var image = DebugImage.For(request);
        isRepeated = image.Image.Length > 0;
        List<StageDraft> stages = tools.Count > 0 ? [DebugTools.Draft(request, tools)] : [];
        var toolSteps = new StepBlock(Tools, [.. Steps(image, tools.Count > 0)]);
        if (isRepeated)
        {
            var other = request with { BaseImage = image.Image };
            var final = RuntimeStages.Final(other, layers);
            stages.Add(RuntimeStages.Base(other) with { Name = BaseName, Description = "is base on an image with a shell and a runtime for tools" });
            stages.Add(final with { Name = Name, From = BaseName, Description = "is final on that image, with tools to look into the running app", Blocks = [new StepBlock(StepNames.Packages), .. final.Blocks, toolSteps] });
        }
        else
        {
            stages.Add(new StageDraft(Name, KnownStages.Final, "is final with tools to look into the running app", [new StepBlock(StepNames.Packages), toolSteps]));
        }
        Stages = stages;
    }

    /// <summary>The stages; none where nobody asks for them.</summary>
    public IReadOnlyList<StageDraft> Stages { get; } = [];

    /// <summary>The steps that features and the project add to these stages, where they are the same as in others.</summary>
    /// <param name="others">All steps that are added to other stages.</param>
    public IEnumerable<StepAddition> Additions(IEnumerable<StepAddition> others)
    {
        if (Stages.Count == 0)
            yield break;
        foreach (var step in isRepeated ? others : [])
            if (step.Stage is KnownStages.Base or KnownStages.Final)
                yield return step with { Stage = step.Stage == KnownStages.Base ? BaseName : Name };
        // Tools write what they find into the working directory, which belongs to root; the app's files stay protected.
        yield return new StepAddition(Name, "writable", new RunStep([new Command(["chmod", "1777", request.WorkingDirectory], [])], []))
        {
            Origin = "The stage 'debug'",
            After = Tools,
            User = UserSwitch.Root,
        };
    }

    /// <summary>Whether the stage stands in the file.</summary>
    public static bool IsWanted(StageOptions items) => items.Debug.Stage.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        // An item that is about the stage asks for it, too.
        "" => items.Asked == Name || items.Debug.Tools.Any(tool => !tool.IsDefault)
            || items.Stages.Any(stage => stage.From == Name) || items.Packages.Any(package => package.Stage == Name)
            || items.Runs.Any(run => run.Place.Stage == Name) || items.Copies.Any(copy => copy.Place.Stage == Name || copy.From == Name),
        _ => throw new ContainerException(StageDiagnostics.InvalidSetting, "ContainerDebugStage", items.Debug.Stage.ReplaceLineEndings(" "), "true or false"),
    };

    private IEnumerable<Step> Steps(DebugImage image, bool hasTools)
    {
        if (image.RuntimeImage.Length > 0)
        {
            yield return new CopyStep([RuntimeFolder + "/"], RuntimeFolder + "/", image.RuntimeImage) { IsLinked = true };
            yield return new SearchPathStep(RuntimeFolder);
        }
        if (hasTools)
        {
            yield return new CopyStep([DebugTools.Folder + "/"], DebugTools.Folder + "/", DebugTools.StageName) { IsLinked = true };
            yield return new SearchPathStep(DebugTools.Folder);
        }
        // Stack traces and profiles of tools have lines then; there are none where the project has them in its assemblies.
        yield return PublishedFiles.Copy(AppLayers.Symbols, "./");
        // Tools talk to the app through its diagnostics port, which an image that ships may have turned off.
        yield return new EnvironmentStep([.. request.Options.Environment.Select(variable => variable.Name)
            .Where(name => name.StartsWithAny(Diagnostics, "COMPlus_EnableDiagnostics")).Append(Diagnostics).Sorted().Select(name => new NameValue(name, "1"))]);
    }
}
