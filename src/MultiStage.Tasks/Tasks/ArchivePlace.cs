namespace MultiStage.Tasks;

/// <summary>Where <c>ContainerArchiveOutputPath</c> leads.</summary>
internal static class ArchivePlace
{
    /// <param name="output">The property: a file, or a folder when it ends with a separator or is one.</param>
    /// <param name="repository"><c>ContainerRepository</c>.</param>
    /// <param name="project">Folder of the project.</param>
    /// <returns>Absolute path of the file; empty without the property.</returns>
    public static string Of(string output, string repository, string project)
    {
        if (output.Length == 0)
            return "";
        var path = Path.GetFullPath(output.Replace('\\', Path.DirectorySeparatorChar), project);
        // The in-box target's rule for folders.
        return Path.EndsInDirectorySeparator(path) || Directory.Exists(path)
            ? Path.Combine(path, repository[(repository.LastIndexOf('/') + 1)..] + ".tar.gz")
            : path;
    }
}
