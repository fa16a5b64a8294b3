namespace MultiStage.Graph;

/// <summary>Finds packs of .NET workloads that projects need: evaluation names those that are missing, and imports the others.</summary>
internal static class WorkloadReader
{
    /// <summary>Names of packs, for example <c>Microsoft.NET.Runtime.WebAssembly.Sdk</c>.</summary>
    public static IReadOnlyList<string> Read(IReadOnlyList<EvaluatedProject> projects) =>
        projects.SelectMany(project => project.Instances).SelectMany(instance =>
        {
            var missing = instance.GetItems("MissingWorkloadPack").Select(item => item.EvaluatedInclude);
            var root = instance.GetPropertyValue("NetCoreRoot");
            if (root.Length == 0)
                return missing;
            // Nothing else is imported from there: packs of frameworks hold references.
            var packs = Path.Combine(root, "packs");
            return missing.Concat(instance.ImportPaths.Where(path => PathQuestions.IsBelow(path, packs))
                .Select(path => Path.GetRelativePath(packs, path).Split(Path.DirectorySeparatorChar)[0]));
        }).Distinct(StringComparer.OrdinalIgnoreCase).Sorted();
}
