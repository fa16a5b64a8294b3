using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>Makes absolute paths of the host relative to the build context, with '/' on every host.</summary>
internal sealed class RelativePaths(string context)
{
    public string Of(string path)
    {
        if (!PathQuestions.IsSameOrBelow(path, context))
            throw new ContainerException(ProjectDiagnostics.InputOutsideContext, path, "the project graph", context);
        var relative = Path.GetRelativePath(context, path);
        if (Path.DirectorySeparatorChar == '\\')
            relative = relative.Replace('\\', '/');
        if (relative.HasLineBreak() || relative.Contains('\\', StringComparison.Ordinal))
            throw new ContainerException(ProjectDiagnostics.UnsupportedPath, path.ReplaceLineEndings(" "));
        return relative == "." ? "" : relative;
    }

    public IReadOnlyList<string> Of(IEnumerable<string> paths) => paths.Select(Of).Sorted();
}
