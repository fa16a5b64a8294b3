namespace MultiStage.Planning;

/// <summary>Writes the allow-list of the build context.</summary>
internal static class ContextRuleBuilder
{
    public static ContextRules Build(
        InputSet solution, IReadOnlyList<string> restoreInputs, IReadOnlyList<string> looseSources, IReadOnlyList<string> projectFolders,
        IReadOnlyList<string> exclusions)
    {
        var included = restoreInputs.Concat(RestoreFolders(solution)).Concat(looseSources)
            .Concat(projectFolders.Where(folder => folder.Length > 0));
        if (projectFolders.Contains(""))
            included = included.Concat(TopLevelEntries(solution))
                .Concat(solution.Projects.Select(project => ContextPath.Folder(project.Path)).Where(folder => folder.Length > 0));
        var includedEntries = WithoutCovered(included.Sorted());

        var excluded = WithoutCovered(solution.Projects.SelectMany(project => project.ExcludedFolders)
            .Concat(exclusions)
            .Where(folder => !RestoreFolders(solution).Any(feed => feed == folder || ContextPath.IsBelow(feed, folder)))
            .Sorted());
        // What evaluation names is an input even where others of its kind are left behind.
        var readmitted = restoreInputs.Concat(looseSources)
            .Concat(solution.Projects.SelectMany(project => project.Files.Concat(project.LinkedFiles)))
            .Where(file => excluded.Any(folder => ContextPath.IsBelow(file, folder)) || LeftBehind.Has(file))
            // A folder of packages is named as a whole: NuGet's own marks in it are hidden files.
            .Concat(RestoreFolders(solution))
            .Sorted();
        return new ContextRules(includedEntries, excluded, readmitted);
    }

    // Folders that restore needs with all that is in them.
    private static IEnumerable<string> RestoreFolders(InputSet solution) => solution.FeedFolders.Concat(solution.InputFolders);

    // A project in the context's own folder would let everything in: only what its items name may come, by first part.
    private static IEnumerable<string> TopLevelEntries(InputSet solution) =>
        solution.Projects.Where(project => ContextPath.Folder(project.Path).Length == 0)
            .SelectMany(project => project.Files.Append(project.Path))
            .Where(file => !LeftBehind.Has(file))
            .Select(file => file.Split('/')[0]);

    private static IReadOnlyList<string> WithoutCovered(IReadOnlyList<string> entries) =>
        [.. entries.Where(entry => !entries.Any(other => other != entry && ContextPath.IsBelow(entry, other)))];
}
