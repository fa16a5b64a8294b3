namespace MultiStage.Planning.Layouts;

/// <summary>What projects are compiled from: their folders, and files elsewhere that they name.</summary>
internal static class UnitSources
{
    /// <returns>None below another.</returns>
    public static IReadOnlyList<ContextPath> Of(SolutionModel solution, IReadOnlyList<ContextPath> projects)
    {
        var own = projects.ToHashSet();
        var models = solution.Projects.Where(project => own.Contains(project.Path)).ToList();
        // The restored packages came with them.
        var restored = solution.Projects.SelectMany(project => project.RestoreInputs).Concat(solution.SharedInputs)
            .ToHashSet();
        var paths = models.Select(project => project.Path.Folder)
            .Concat(models.SelectMany(project => project.LinkedFiles).Where(file => !restored.Contains(file))).Sorted();
        return [.. paths.Where(path => !paths.Any(other => other != path && path.IsBelow(other)))];
    }
}
