using MultiStage.Engines.Contract;
using MultiStage.Rendering;

namespace MultiStage.Engines.Docker;

/// <summary>Writes the arguments of `docker build`: a list, never a line for a shell, and never a secret's content.</summary>
internal static class DockerArguments
{
    /// <param name="request">What to build.</param>
    /// <param name="target">Which of its targets.</param>
    /// <param name="facts">What the engine can do.</param>
    /// <param name="imageIdFile">The file that gets the image's id.</param>
    /// <param name="output">The folder that gets the stage's files in place of an image; empty for an image.</param>
    public static IReadOnlyList<string> Build(BuildRequest request, TargetRequest target, DockerFacts facts, string imageIdFile,
        string output = "")
    {
        List<string> arguments = facts.Buildx is null ? ["build"] : ["buildx", "build"];
        // A builder of one's own keeps its result to itself unless it is told where to put it.
        if (facts.Buildx is not null && output.Length == 0)
            arguments.Add(DeliversByPush(request, target) ? "--push" : "--load");
        if (request.Builder.Length > 0)
            arguments.AddRange(["--builder", request.Builder]);
        arguments.Add("--progress=" + (facts.HasRawJson ? "rawjson" : "plain"));
        arguments.AddRange(["--file", request.Dockerfile, "--target", target.Stage]);
        if (output.Length > 0)
            arguments.AddRange(["--output", "type=local," + Field($"dest={output}")]);
        else
            arguments.AddRange(["--iidfile", imageIdFile, .. target.Names.SelectMany(name => new[] { "--tag", name })]);
        if (target.Platforms.Count > 0)
            arguments.AddRange(["--platform", string.Join(',', target.Platforms)]);
        if (request.Network.Length > 0)
            arguments.AddRange(["--network", request.Network]);
        foreach (var label in output.Length > 0 ? [] : target.Labels)
            arguments.AddRange(["--label", $"{label.Name}={label.Value}"]);
        foreach (var argument in request.BuildArguments.Concat(LineBreakArguments.For(request.Plan)))
            arguments.AddRange(["--build-arg", $"{argument.Name}={argument.Value}"]);
        foreach (var secret in request.Secrets)
            arguments.AddRange(["--secret", $"id={secret.Id},{Field($"src={secret.File}")}"]);
        foreach (var source in request.CacheFrom)
            arguments.AddRange(["--cache-from", source]);
        foreach (var destination in request.CacheTo)
            arguments.AddRange(CacheTo(destination, facts));
        arguments.Add(request.ContextFolder);
        return arguments;
    }

    /// <summary>With a builder of one's own the image goes straight to the registry; else the engine keeps it and pushes it.</summary>
    public static bool DeliversByPush(BuildRequest request, TargetRequest target) => target.IsPushed && request.Builder.Length > 0;

    // The classic CLI knows one export only, the one inside the image.
    private static string[] CacheTo(string destination, DockerFacts facts) =>
        facts.Buildx is null ? ["--build-arg", "BUILDKIT_INLINE_CACHE=1"] : ["--cache-to", destination];

    /// <summary>A field of the comma-separated form (RFC 4180) that --secret and --output take.</summary>
    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(',', '"') < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
