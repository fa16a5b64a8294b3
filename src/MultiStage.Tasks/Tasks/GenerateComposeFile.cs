using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Planning.Compose;
using MultiStage.Rendering.Compose;

namespace MultiStage.Tasks;

/// <summary>
/// Writes one compose file for the images of some projects. Errors: MST1007, MST2002, MST2006, MST2013, MST5801 to MST5807,
/// MST5809.
/// </summary>
public sealed class GenerateComposeFile : ContainerTask
{
    /// <summary>
    /// What the projects say. <c>Kind</c> is <c>App</c> (the item is the project file), <c>Secret</c> or <c>Port</c>;
    /// <c>Project</c> names the project file that it belongs to.
    /// </summary>
    public ITaskItem[] Descriptions { get; set; } = [];

    /// <summary>What the file is for: a solution, a folder or a project.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>
    /// <c>ContainerComposeFile</c>: absolute or relative to the folder of <see cref="Source"/>; empty for compose.yaml there.
    /// </summary>
    public string ComposeFile { get; set; } = "";

    /// <summary><c>ContainerComposeCheck</c>: whether to compare rather than write.</summary>
    public bool Check { get; set; }

    /// <summary>Absolute path of the compose file.</summary>
    [Output]
    public string ComposePath { get; set; } = "";

    private protected override void Run()
    {
        var source = Path.TrimEndingDirectorySeparator(Source);
        var apps = Descriptions.Where(item => item.GetMetadata("Kind") == "App").ToList();
        if (apps.Count == 0)
            throw new ContainerException(ComposeDiagnostics.NoService, source);
        ComposePath = ComposePlace.Find(ComposeFile, source, [.. apps.Select(app => app.GetMetadata("ComposeFile"))]);
        var reading = new ComposeItemReading(Descriptions, ComposePath);
        var name = Directory.Exists(source) ? Path.GetFileName(source) : Path.GetFileNameWithoutExtension(source);
        var text = ComposeWriter.Write(ComposePlanner.Plan(name, [.. apps.Select(reading.App)]), Path.GetFileName(source));

        GeneratedFile.RequireGenerated(ComposePath, ComposeDiagnostics.ForeignFile);
        ComposePlace.RequireAlone(ComposePath);
        if (Check)
            GeneratedFile.RequireCurrent(ComposePath, text, ComposeDiagnostics.StaleFile);
        else
            GeneratedFile.Write(ComposePath, text);
    }
}
