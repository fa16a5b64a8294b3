namespace MultiStage.Graph;

/// <summary>
/// Whether projects read what a solution says of itself (<c>SolutionDir</c> and its like). Only then does a publish of the
/// solution make something else than one of the project, and the builder is told.
/// </summary>
internal static class SolutionReading
{
    private static readonly string[] Reads = ["$(SolutionDir", "$(SolutionPath", "$(SolutionName", "$(SolutionFileName", "$(SolutionExt"];

    public static bool IsIn(EvaluatedSolution solution) =>
        solution.Model.Projects.SelectMany(project => project.RestoreInputs).Concat(solution.Model.SharedInputs)
            .Distinct().Any(file => IsIn(solution.ContextFolder / file));

    private static bool IsIn(string file)
    {
        // Lock files and packages are large and say nothing of this kind.
        if (!Path.GetExtension(file).EndsWith("proj", StringComparison.OrdinalIgnoreCase) && Path.GetExtension(file)
            .ToLowerInvariant() is not (".props" or ".targets" or ".rsp" or ".user"))
            return false;
        var text = File.ReadAllText(file);
        return Reads.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
