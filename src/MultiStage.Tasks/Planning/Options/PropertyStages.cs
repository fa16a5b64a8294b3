namespace MultiStage.Planning.Options;

/// <summary>
/// Which properties only publish sees in the builder. A new commit, version or build number must not restore again; whatever
/// else may decide on packages does, unless the project says that it does not.
/// </summary>
/// <param name="Publish"><c>ContainerPublishProperties</c>: names that only publish gets as well.</param>
/// <param name="Restore"><c>ContainerRestoreProperties</c>: names that restore gets in any case.</param>
internal sealed record PropertyStages(IReadOnlyList<string> Publish, IReadOnlyList<string> Restore)
{
    // They say who built what when.
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "Version", "VersionPrefix", "VersionSuffix", "PackageVersion", "AssemblyVersion", "FileVersion", "InformationalVersion",
        "SourceRevisionId", "RepositoryCommit", "RepositoryBranch", "RepositoryUrl", "ContinuousIntegrationBuild", "Deterministic",
        "BuildNumber", "BuildId", "BuildDate", "BuildTime", "BuildTimestamp", "RunId", "RunNumber",
    };

    // Parts of the names that pipelines give to the commit.
    private static readonly string[] OfCommit = ["commit", "gitsha", "gitrevision", "gitbranch", "gittag", "gitref", "sourcebranch"];

    public static PropertyStages Default { get; } = new([], []);

    public bool IsOnlyForPublish(string name) =>
        !Restore.Contains(name, StringComparer.OrdinalIgnoreCase)
        && (Known.Contains(name) || VersionTool.IsSwitch(name) || Publish.Contains(name, StringComparer.OrdinalIgnoreCase)
            || IsOfCommit(name));

    private static bool IsOfCommit(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        return OfCommit.Any(part => plain.Contains(part, StringComparison.Ordinal));
    }
}
