namespace MultiStage.Model;

/// <summary>
/// Files that tell an engine what to build. They lie beside projects, and the SDK's None items take them in; the builder
/// has no use for them, and an edit of one, or a newly generated one, must not compile anything.
/// </summary>
internal static class BuildFiles
{
    /// <summary>Their names; <c>*</c> stands for any characters.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["Dockerfile", "Dockerfile.*", "compose.y*ml", "compose.*.y*ml", "docker-compose*.y*ml"];
}
