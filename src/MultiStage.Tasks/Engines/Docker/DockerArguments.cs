using MultiStage.Rendering;

namespace MultiStage.Engines.Docker;

/// <summary>Writes the arguments of `docker build`: a list, never a line for a shell, and never a secret's content.</summary>
internal static class DockerArguments
{
    public static IReadOnlyList<string> Build(BuildRequest request, DockerFacts facts, string imageIdFile)
    {
        List<string> arguments = facts.Buildx is null ? ["build"] : ["buildx", "build"];
        if (facts.Buildx is not null)
        {
            // A builder of one's own keeps its result to itself unless it is told where to put it.
            arguments.Add(DeliversByPush(request) ? "--push" : "--load");
            if (request.Builder.Length > 0)
                arguments.AddRange(["--builder", request.Builder]);
        }
        arguments.Add("--progress=" + (facts.HasRawJson ? "rawjson" : "plain"));
        arguments.AddRange(["--file", request.Dockerfile, "--target", request.Target, "--iidfile", imageIdFile]);
        foreach (var name in request.Names)
            arguments.AddRange(["--tag", name]);
        if (request.Platform.Length > 0)
            arguments.AddRange(["--platform", request.Platform]);
        if (request.Network.Length > 0)
            arguments.AddRange(["--network", request.Network]);
        foreach (var label in request.Labels)
            arguments.AddRange(["--label", $"{label.Name}={label.Value}"]);
        foreach (var argument in request.BuildArguments.Concat(LineBreakArguments.For(request.Plan)))
            arguments.AddRange(["--build-arg", $"{argument.Name}={argument.Value}"]);
        foreach (var secret in request.Secrets)
            arguments.AddRange(["--secret", $"id={secret.Name},{Field($"src={secret.Value}")}"]);
        foreach (var source in request.CacheFrom)
            arguments.AddRange(["--cache-from", source]);
        foreach (var destination in request.CacheTo)
            arguments.AddRange(CacheTo(destination, facts));
        arguments.Add(request.ContextFolder);
        return arguments;
    }

    /// <summary>With a builder of one's own the image goes straight to the registry; else the engine keeps it and pushes it.</summary>
    public static bool DeliversByPush(BuildRequest request) => request.Push && request.Builder.Length > 0;

    // The classic CLI knows one export only, the one inside the image.
    private static string[] CacheTo(string destination, DockerFacts facts) =>
        facts.Buildx is null ? ["--build-arg", "BUILDKIT_INLINE_CACHE=1"] : ["--cache-to", destination];

    /// <summary>A field of the comma-separated form (RFC 4180) that --secret takes.</summary>
    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(',', '"') < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
