using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Explain;

namespace MultiStage.Engines.Docker;

/// <summary>
/// Passes on what a build says, and ends it when BuildKit warns that the image below the target is not made for the
/// platform: the image would be built to the end and could not run.
/// </summary>
/// <param name="observer">Hears everything else.</param>
/// <param name="plan">The stages.</param>
/// <param name="target">What is built of them.</param>
/// <param name="stop">Ends the build.</param>
internal sealed partial class PlatformWatch(IBuildObserver observer, BuildPlan plan, TargetRequest target, Action stop) : IBuildObserver
{
    /// <summary>The error of an image without the platform; null for none.</summary>
    public ContainerException? Problem { get; private set; }

    public void StageStarted(string stage) => observer.StageStarted(stage);

    public void Output(string line) => observer.Output(line);

    public void Diagnostic(BuilderDiagnostic diagnostic) => observer.Diagnostic(diagnostic);

    public void Warning(string text)
    {
        if (Mismatch().Match(text) is { Success: true } match && IsBelowTarget(match.Groups["image"].Value))
        {
            Problem ??= new ContainerException(EngineDiagnostics.NoPlatform, match.Groups["image"].Value, match.Groups["wanted"].Value,
                match.Groups["found"].Value);
            stop();
            return;
        }
        observer.Warning(text);
    }

    // A builder's image of another platform may run there under emulation, and is no part of the result.
    private bool IsBelowTarget(string image)
    {
        var stage = plan.Find(target.Stage);
        while (stage is not null && plan.Find(stage.From) is { } below)
            stage = below;
        return stage is { OnBuildPlatform: false } && (stage.From == image || image.EndsWith("/" + stage.From, StringComparison.Ordinal));
    }

    // BuildKit's check since Docker 27, and the words of those who only look at the finished base.
    [GeneratedRegex("""
        ^InvalidBaseImagePlatform: Base image (?<image>\S+) was pulled with platform "(?<found>[^"]+)", expected "(?<wanted>[^"]+)"
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex Mismatch();
}
