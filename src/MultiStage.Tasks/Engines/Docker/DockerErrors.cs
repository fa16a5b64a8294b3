using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Explain;
using MultiStage.Engines.Progress;

namespace MultiStage.Engines.Docker;

/// <summary>Finds the cause in what docker printed, so that the user reads one error with a way out.</summary>
internal static partial class DockerErrors
{
    private const string Pull =
        "Check the network and the name of the registry; behind a mirror, set ContainerBaseRegistry. "
        + "Without a network, set ContainerBaseImage to an image that the engine has, or to scratch.";

    /// <summary>The error of a failed build; <see cref="BuilderErrorsException"/> when tools in the builder have said it all.</summary>
    /// <param name="transcript">What the engine printed.</param>
    /// <param name="engine">The engine's description.</param>
    /// <param name="request">What was built.</param>
    public static Exception OfBuild(BuildTranscript transcript, string engine, BuildRequest request)
    {
        var text = transcript.FailureText;
        var origin = request.Plan.Find(transcript.FailedStage)?.Steps.OfType<RunStep>().Select(step => step.Origin)
            .FirstOrDefault(item => item is { Length: > 0 }) ?? "";
        var failure = transcript.Failure(origin);
        if (request.Explain(failure) is { } cause)
            return cause;
        if (text.Contains("no space left on device", StringComparison.OrdinalIgnoreCase))
            return new ContainerException(EngineDiagnostics.NoSpace, engine, Line(text, "no space left"));
        if (Image(text, transcript.FailedStep) is { } image)
        {
            var line = Line(text, "");
            if (Unreachable().IsMatch(text))
                return new ContainerException(EngineDiagnostics.RegistryUnreachable, image, line, Pull);
            if (Missing().IsMatch(text))
                return new ContainerException(EngineDiagnostics.ImageNotFound, image, line, request.ImageCause(image));
        }
        if (transcript.Errors.Count > 0)
            return BuilderErrors.AsTheyAre(failure, transcript.Errors, transcript.FailedStep ?? "", transcript.FailedStepLines);
        return new ContainerException(EngineDiagnostics.BuildFailed, engine, transcript.FailedStep ?? "the start of the build",
            Line(text, "")) { Details = text };
    }

    /// <summary>The error of a failed push.</summary>
    public static ContainerException OfPush(string name, string text) =>
        Unreachable().IsMatch(text)
            ? new ContainerException(EngineDiagnostics.RegistryUnreachable, name, Line(text, ""),
                "Check the network, ContainerRegistry and ContainerRepository.")
            : new ContainerException(EngineDiagnostics.PushFailed, name, Line(text, ""));

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

    [GeneratedRegex("did not complete successfully|executor failed running")]
    private static partial Regex CommandFailed();

    [GeneratedRegex(@"(?:load metadata for|\] FROM) (\S+)")]
    private static partial Regex Metadata();

    [GeneratedRegex(@"(?:failed to (?:solve|resolve source metadata for|do request).*?|^|\s)([a-z0-9.-]+(?::\d+)?/[a-z0-9._/-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?): (?:not found|failed to|pull access|unexpected|error)", RegexOptions.Multiline)]
    private static partial Regex Resolved();

    [GeneratedRegex("no such host|connection refused|i/o timeout|no route to host|network is unreachable|TLS handshake|x509|server gave HTTP|Temporary failure in name resolution|server misbehaving|EOF$|context deadline exceeded|network is down", RegexOptions.IgnoreCase)]
    private static partial Regex Unreachable();

    [GeneratedRegex("not found|manifest unknown|pull access denied|does not exist|unauthorized|denied|no match for platform|403 Forbidden",
        RegexOptions.IgnoreCase)]
    private static partial Regex Missing();

    [GeneratedRegex(@"^(?:ERROR: )?(?:failed to build: )?(?:failed to solve(?: with frontend dockerfile\.v0)?: )?(?:failed to create LLB definition: )?")]
    private static partial Regex Prefix();
}
