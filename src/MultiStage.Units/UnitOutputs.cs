using Microsoft.Build.Execution;

namespace MultiStage.Units;

/// <summary>The files that a unit made, as its properties name them.</summary>
internal sealed class UnitOutputs(ProjectInstance project)
{
    private readonly string name = project.GetPropertyValue("TargetName");

    /// <summary>The assembly where dependents find it.</summary>
    public string Target { get; } = Full(project, "TargetPath");

    /// <summary>What dependents are compiled against; empty where that is the assembly itself.</summary>
    public string ReferenceAssembly { get; } =
        project.GetPropertyValue("ProduceReferenceAssembly").Equals("true", StringComparison.OrdinalIgnoreCase)
            ? Full(project, "TargetRefPath") : "";

    private string Folder { get; } = Full(project, "OutDir");

    /// <summary>Files in the output folder that change with every edit, and that nobody reads who compiles.</summary>
    public IEnumerable<string> Replaceable =>
        new[] { Target, Path.ChangeExtension(Target, ".pdb"), Path.ChangeExtension(Target, ".xml") }.Where(File.Exists);

    /// <summary>All that lies in the output folder, and the reference assembly.</summary>
    public IEnumerable<string> Files =>
        (Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories) : [])
            .Concat(File.Exists(ReferenceAssembly) ? [ReferenceAssembly] : []);

    /// <summary>Whether the file has the name of the unit: no copy of what another one made.</summary>
    public bool IsOwn(string file) => Path.GetFileName(file).StartsWith(name + ".", StringComparison.Ordinal);

    private static string Full(ProjectInstance project, string property) =>
        project.GetPropertyValue(property) is { Length: > 0 } value
            ? Path.GetFullPath(value.Replace('\\', Path.DirectorySeparatorChar), project.Directory) : "";
}
