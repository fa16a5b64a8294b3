using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using MultiStage.Graph;

namespace MultiStage.Tasks;

/// <summary>Finds the projects that one compose file is for. Errors: MST5808.</summary>
public sealed class ReadComposeProjects : ContainerTask
{
    /// <summary>Absolute paths of solutions, projects and folders, with | between.</summary>
    [Required]
    public string Paths { get; set; } = "";

    /// <summary>The project files.</summary>
    [Output]
    public ITaskItem[] Projects { get; set; } = [];

    private protected override void Run() =>
        Projects = [
            .. SolutionProjects.Read(
                Paths.Split('|', StringSplitOptions.RemoveEmptyEntries)
                    .Select(path => Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar)))).Select(path => new TaskItem(path))];
}
