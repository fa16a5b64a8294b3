using MultiStage.Diagnostics;
using MultiStage.Rendering;

namespace MultiStage.Tasks;

/// <summary>The files of a plan: those of the project instance, which an engine builds from, and those of the source tree.</summary>
/// <param name="folder">Absolute path of the folder of the project instance.</param>
internal sealed class GeneratedPlan(string folder)
{
    // Longer than other generations of the same files take together.
    private static readonly TimeSpan WritingTime = TimeSpan.FromSeconds(10);

    /// <summary>The Dockerfile that the engine builds: never the one in the source tree, which others write too.</summary>
    public string Dockerfile { get; } = Path.Combine(folder, "Dockerfile");

    public string PlanFile { get; } = Path.Combine(folder, "plan.json");

    /// <summary>What the files were made from.</summary>
    public string StampFile { get; } = Path.Combine(folder, "plan.stamp");

    public static string IgnoreFileOf(string dockerfile) => dockerfile + ".dockerignore";

    /// <summary>Writes those of the project instance; a file that would not change is not touched.</summary>
    /// <param name="session">Holds the folder; null in a process without one.</param>
    /// <returns>Whether any has changed.</returns>
    public bool Write(PlannedBuild planned, DockerfileDialect dialect, ContainerSession? session)
    {
        (string Path, string Text)[] files = [(Dockerfile, DockerfileWriter.Write(planned.Plan, dialect)),
            (IgnoreFileOf(Dockerfile), IgnoreFileWriter.Write(planned.Plan)), (PlanFile, planned.Text)];
        var changed = files.Where(file => !GeneratedFile.IsCurrent(file.Path, file.Text)).ToList();
        if (changed.Count == 0)
            return false;
        void WriteAll() => changed.ForEach(file => GeneratedFile.Write(file.Path, file.Text));
        // Another build may be at work with other files of the same names.
        if (session is not null)
            session.Folder.WhileHeld(WriteAll, WritingTime);
        else
            WriteAll();
        return true;
    }

    /// <summary>Writes a Dockerfile of the source tree with its ignore file, or compares them.</summary>
    /// <param name="path">Absolute path of the Dockerfile.</param>
    /// <param name="plan">What they say.</param>
    /// <param name="dialect">How.</param>
    /// <param name="isCheck">Whether to compare rather than write.</param>
    /// <returns>Whether one of them has been written.</returns>
    /// <exception cref="ContainerException">MST1006, MST1010: one says something else, or a person wrote it.</exception>
    public static bool WriteInSourceTree(string path, BuildPlan plan, DockerfileDialect dialect, bool isCheck)
    {
        (string Path, string Text)[] files = [(path, DockerfileWriter.Write(plan, dialect)),
            (IgnoreFileOf(path), IgnoreFileWriter.Write(plan))];
        foreach (var file in files)
            GeneratedFile.RequireGenerated(file.Path, ProjectDiagnostics.ForeignDockerfile);
        foreach (var file in isCheck ? files : [])
            GeneratedFile.RequireCurrent(file.Path, file.Text, ProjectDiagnostics.StaleDockerfile);
        return !isCheck && files.Aggregate(false, (isWritten, file) => GeneratedFile.Write(file.Path, file.Text) || isWritten);
    }

    /// <summary>The dialect to write. A file in the source tree must not depend on the engine of the machine that writes it.</summary>
    /// <param name="asked"><c>ContainerDockerfileDialect</c>.</param>
    /// <param name="ofEngine">That of the engine, for a file that it alone builds; empty for none.</param>
    /// <exception cref="ContainerException">MST2010: there is no such dialect.</exception>
    public static DockerfileDialect Dialect(string asked, string ofEngine)
    {
        var isAuto = asked.Length == 0 || asked.Equals("auto", StringComparison.OrdinalIgnoreCase);
        var name = !isAuto ? asked : ofEngine.Length > 0 ? ofEngine : "portable";
        return Enum.TryParse<DockerfileDialect>(name, ignoreCase: true, out var dialect) && !char.IsDigit(name[0])
            ? dialect
            : throw new ContainerException(OptionDiagnostics.UnknownDialect, asked);
    }
}
