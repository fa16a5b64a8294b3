using Microsoft.Build.Construction;
using Microsoft.Build.Exceptions;
using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>The solution that a project belongs to, for the test projects in it.</summary>
internal static class TestSolution
{
    private static readonly string[] ProjectFiles = [".csproj", ".fsproj", ".vbproj"];

    /// <summary>The nearest solution at or above the project that contains it; empty for none.</summary>
    /// <param name="projectFile">Absolute path.</param>
    /// <param name="repository">The last folder to look into.</param>
    public static string Find(string projectFile, string repository)
    {
        for (var folder = Path.GetDirectoryName(projectFile); folder is not null
            && PathQuestions.IsSameOrBelow(folder, repository); folder = Path.GetDirectoryName(folder))
            // A solution in the new format goes before one that was kept beside it.
            foreach (var file in new[] { "*.slnx",
                "*.sln" }.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)))
                if (Path.GetExtension(file) is ".slnx" or ".sln" && Projects(file).Contains(projectFile, StringComparer.Ordinal))
                    return file;
        return "";
    }

    /// <summary>The projects of a solution that may be tests, absolute, in ordinal order; those that are not there are left out.</summary>
    /// <exception cref="ContainerException">MST5209: the file is broken.</exception>
    public static IReadOnlyList<string> Projects(string solution)
    {
        if (solution.Length == 0)
            return [];
        try
        {
            return
            [
                .. SolutionFile.Parse(solution).ProjectsInOrder
                    .Select(project => Path.GetFullPath(project.AbsolutePath.Replace('\\', Path.DirectorySeparatorChar)))
                    .Where(path => ProjectFiles.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && File.Exists(path))
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ];
        }
        catch (InvalidProjectFileException exception)
        {
            throw new ContainerException(TestDiagnostics.InvalidSolution, solution, exception.BaseMessage.ReplaceLineEndings(" "));
        }
    }
}
