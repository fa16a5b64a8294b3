using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Engines.Progress;
using MultiStage.Planning;
using MultiStage.Planning.Features;
using MultiStage.Planning.Features.Debugging;

namespace MultiStage.Engines.Docker;

/// <summary>Finds the cause in what docker printed, so that the user reads one error with a way out.</summary>
internal static partial class DockerErrors
{
    /// <summary>The error of a failed build; <see cref="BuilderErrorsException"/> when compilers in the builder have said it all.</summary>
    /// <param name="transcript">What the engine printed.</param>
    /// <param name="engine">The engine's description.</param>
    /// <param name="origin">The item that the failed step comes from; empty for none.</param>
    /// <param name="explainFeeds">Explains what NuGet said; null to do so without knowing the build.</param>
    public static Exception OfBuild(
        BuildTranscript transcript, string engine, string origin = "", Func<StepFailure, ContainerException?>? explainFeeds = null)
    {
        var text = transcript.FailureText;
        if (ToolError(text, transcript.FailedStep ?? "") is { } tool)
            return tool;
        var feeds = (explainFeeds ?? new FeedErrors("", HasCredentials: false).Explain)(
            new StepFailure(transcript.FailedStage, origin, transcript.FailedStepText));
        if (feeds?.Descriptor == EngineDiagnostics.FeedRefused)
            return feeds;
        if (MigrationErrors.Of(transcript) is { } migrations)
            return migrations;
        if (feeds is not null)
            return feeds;
        if (new NativeFeature().Explain(new StepFailure("", origin, text)) is { } missingTool)
            return missingTool;
        if (text.Contains("no space left on device", StringComparison.OrdinalIgnoreCase))
            return new ContainerException(EngineDiagnostics.NoSpace, engine, Line(text, "no space left"));
        if (NodeErrors.Of(transcript.FailedStepText, origin.Length > 0 ? origin : $"The stage '{transcript.FailedStage}'") is { } frontEnd)
            return frontEnd;
        if (Image(text, transcript.FailedStep) is { } image)
        {
            var line = Line(text, "");
            if (Unreachable().IsMatch(text))
                return new ContainerException(EngineDiagnostics.RegistryUnreachable, image, line);
            if (Missing().IsMatch(text))
                return new ContainerException(EngineDiagnostics.ImageNotFound, image, line);
        }
        if (transcript.Errors.Count > 0)
            return new BuilderErrorsException();
        return new ContainerException(EngineDiagnostics.BuildFailed, engine, transcript.FailedStep ?? "the start of the build", Line(text, "")) { Details = text };
    }

    /// <summary>The error of a failed push.</summary>
    public static ContainerException OfPush(string name, string text) =>
        Unreachable().IsMatch(text)
            ? new ContainerException(EngineDiagnostics.RegistryUnreachable, name, Line(text, ""))
            : new ContainerException(EngineDiagnostics.PushFailed, name, Line(text, ""));

    private static ContainerException? ToolError(string text, string step) => ToolStep().IsMatch(step) ? ToolErrors.Of(text) : null;

    // The failing step of a pull is "[internal] load metadata for IMAGE" or "[stage 1/9] FROM IMAGE".
    private static string? Image(string text, string? step)
    {
        var match = Metadata().Match(step ?? "");
        // A command that ran may speak of paths that look like images: "sh: 1: ./node_modules/.bin/vite: not found".
        if (!match.Success && !CommandFailed().IsMatch(text))
            match = Resolved().Match(text);
        return match.Success ? match.Groups[1].Value : null;
    }

    /// <summary>The last line with the part, without docker's prefixes.</summary>
    private static string Line(string text, string part)
    {
        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(candidate => candidate.Contains(part, StringComparison.OrdinalIgnoreCase)) ?? text;
        return Prefix().Replace(line, "").TrimEnd('.');
    }

    [GeneratedRegex($@"[\[ ]{DebugTools.StageName} +\d")]
    private static partial Regex ToolStep();

    [GeneratedRegex("did not complete successfully|executor failed running")]
    private static partial Regex CommandFailed();

    [GeneratedRegex(@"(?:load metadata for|\] FROM) (\S+)")]
    private static partial Regex Metadata();

    [GeneratedRegex(@"(?:failed to (?:solve|resolve source metadata for|do request).*?|^|\s)([a-z0-9.-]+(?::\d+)?/[a-z0-9._/-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?): (?:not found|failed to|pull access|unexpected|error)", RegexOptions.Multiline)]
    private static partial Regex Resolved();

    [GeneratedRegex("no such host|connection refused|i/o timeout|no route to host|network is unreachable|TLS handshake|x509|server gave HTTP|Temporary failure in name resolution|server misbehaving|EOF$|context deadline exceeded|network is down", RegexOptions.IgnoreCase)]
    private static partial Regex Unreachable();

    [GeneratedRegex("not found|manifest unknown|pull access denied|does not exist|unauthorized|denied|no match for platform|403 Forbidden", RegexOptions.IgnoreCase)]
    private static partial Regex Missing();

    [GeneratedRegex(@"^(?:ERROR: )?(?:failed to build: )?(?:failed to solve(?: with frontend dockerfile\.v0)?: )?(?:failed to create LLB definition: )?")]
    private static partial Regex Prefix();
}
