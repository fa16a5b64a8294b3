using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>Where files of this machine lie in the build context.</summary>
internal sealed class RelativePaths(HostPath context)
{
    public ContextPath Of(string path)
    {
        if (!PathQuestions.IsSameOrBelow(path, context))
            throw new ContainerException(ProjectDiagnostics.InputOutsideContext, path, "the project graph", context);
        var relative = Path.GetRelativePath(context, path);
        if (Path.DirectorySeparatorChar == '\\')
            relative = relative.Replace('\\', '/');
        if (relative.HasLineBreak() || relative.Contains('\\', StringComparison.Ordinal))
            throw new ContainerException(ProjectDiagnostics.UnsupportedPath, path.ReplaceLineEndings(" "));
        return relative == "." ? ContextPath.Root : ContextPath.Of(relative);
    }

    public IReadOnlyList<ContextPath> Of(IEnumerable<string> paths) => paths.Select(Of).Sorted();
}
