namespace MultiStage.Graph;

/// <summary>Reads JavaScript projects (<c>.esproj</c>) that a .NET project references.</summary>
internal static class FrontEndProjects
{
    public static bool Is(EvaluatedProject project) =>
        Path.GetExtension(project.FullPath).Equals(".esproj", StringComparison.OrdinalIgnoreCase);

    public static FrontEndModel Read(EvaluatedProject project, RelativePaths relative)
    {
        var output = project.Values("BuildOutputFolder").FirstOrDefault() ?? "";
        // Written relative to the project or with $(MSBuildProjectDirectory) before it.
        var folder = output.Length == 0 ? "" : Path.GetRelativePath(project.Folder, project.Absolute(output)).Replace('\\', '/');
        return new FrontEndModel(relative.Of(project.FullPath), project.Values("BuildCommand").FirstOrDefault() ?? "",
            folder is "." || folder.StartsWith("../", StringComparison.Ordinal) ? "" : folder);
    }
}
