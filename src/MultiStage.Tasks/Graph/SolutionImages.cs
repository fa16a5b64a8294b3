namespace MultiStage.Graph;

/// <summary>Which projects of a solution have an image when all of it is published: what their own targets say.</summary>
internal static class SolutionImages
{
    /// <param name="solution">Absolute path of the solution.</param>
    /// <param name="globalProperties">Those of the publish.</param>
    public static int Count(string solution, IReadOnlyDictionary<string, string> globalProperties, CancellationToken cancellation)
    {
        var files = SolutionProjects.Read([solution]);
        return GraphLoader.Load(files, globalProperties, cancellation).Projects
            .Count(project =>
                files.Contains(project.FullPath, StringComparer.Ordinal) && project.IsTrue("_MultiStageHasImage")
                    && project.IsTrue("ContainerMultiStage"));
    }
}
