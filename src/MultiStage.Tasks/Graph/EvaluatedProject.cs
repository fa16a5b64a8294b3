using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>One project file with its evaluations: one, or one for the file and one for each framework.</summary>
internal sealed record EvaluatedProject(string FullPath, IReadOnlyList<ProjectInstance> Instances)
{
    /// <summary>The project's folder, absolute.</summary>
    public string Folder { get; } = Path.GetDirectoryName(FullPath)!;

    /// <summary>Distinct non-empty values that a property has in the evaluations.</summary>
    public IEnumerable<string> Values(string property) =>
        Instances.Select(instance => instance.GetPropertyValue(property)).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal);

    public bool IsTrue(string property) =>
        Instances.Any(instance => instance.GetPropertyValue(property).Equals("true", StringComparison.OrdinalIgnoreCase));

    public IEnumerable<ProjectItemInstance> Items(string type) => Instances.SelectMany(instance => instance.GetItems(type));

    /// <summary>The path as an absolute one, seen from the project's folder.</summary>
    public string Absolute(string path) =>
        Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), Folder);
}
