namespace MultiStage.Model;

/// <summary>
/// Files that tell an engine what to build. They lie beside projects, and the SDK's None items take them in; the builder
/// has no use for them, and an edit of one, or a newly generated one, must not compile anything.
/// </summary>
internal static class BuildFiles
{
    /// <summary>The same as <see cref="Has"/>, in the syntax of ignore files.</summary>
    public static readonly IReadOnlyList<string> Patterns =
        ["**/Dockerfile", "**/Dockerfile.*", "**/compose.y*ml", "**/compose.*.y*ml", "**/docker-compose*.y*ml"];

    /// <param name="path">With '/' between the parts.</param>
    public static bool Has(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name == "Dockerfile" || name.StartsWith("Dockerfile.", StringComparison.Ordinal)
            || (name.StartsWithAny("compose.", "docker-compose.", "docker-compose-") && name.EndsWithAny(".yaml", ".yml"));
    }
}
