namespace MultiStage.Planning.Inputs;

/// <summary>Writes the allow-list of the build context.</summary>
internal static class ContextRuleBuilder
{
    public static ContextRules Build(
        InputSet solution, IReadOnlyList<ContextPath> restoreInputs, IReadOnlyList<ContextPath> looseSources,
        IReadOnlyList<ContextPath> projectFolders, IReadOnlyList<ContextPath> exclusions)
    {
        var included = restoreInputs.Concat(RestoreFolders(solution)).Concat(looseSources)
            .Concat(projectFolders.Where(folder => !folder.IsRoot));
        if (projectFolders.Contains(ContextPath.Root))
            included = included.Concat(TopLevelEntries(solution))
                .Concat(solution.Projects.Select(project => project.Path.Folder).Where(folder => !folder.IsRoot));
        var includedEntries = WithoutCovered(included.Sorted());

        var excluded = WithoutCovered(solution.Projects.SelectMany(project => project.ExcludedFolders)
            .Concat(exclusions)
            .Where(folder => !RestoreFolders(solution).Any(feed => feed.IsSameOrBelow(folder)))
            .Sorted());
        // What evaluation names is an input even where others of its kind are left behind.
        var readmitted = restoreInputs.Concat(looseSources)
            .Concat(solution.Projects.SelectMany(project => project.Files.Concat(project.LinkedFiles)))
            .Where(file => excluded.Any(file.IsBelow) || LeftBehind.Has(file))
            // A folder of packages is named as a whole: NuGet's own marks in it are hidden files.
            .Concat(RestoreFolders(solution))
            .Sorted();
        return new ContextRules(includedEntries, excluded, readmitted);
    }

    // Folders that restore needs with all that is in them.
    private static IEnumerable<ContextPath> RestoreFolders(InputSet solution) => solution.FeedFolders.Concat(solution.InputFolders);

    // A project in the context's own folder would let everything in: only what its items name may come, by first part.
    private static IEnumerable<ContextPath> TopLevelEntries(InputSet solution) =>
        solution.Projects.Where(project => project.Path.Folder.IsRoot)
            .SelectMany(project => project.Files.Append(project.Path))
            .Where(file => !LeftBehind.Has(file))
            .Select(file => ContextPath.Of(file.Parts[0]));

    private static IReadOnlyList<ContextPath> WithoutCovered(IReadOnlyList<ContextPath> entries) =>
        [.. entries.Where(entry => !entries.Any(other => other != entry && entry.IsBelow(other)))];
}
