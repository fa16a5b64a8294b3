using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>Finds the packages that take versions from Git and that nothing tells a version or turns off.</summary>
internal static class VersionToolReader
{
    public static IReadOnlyList<string> Read(IReadOnlyList<EvaluatedProject> projects) =>
        [.. VersionTool.All.Where(tool => projects.SelectMany(project => project.Instances).Any(instance => Uses(instance, tool)))
            .Select(tool => tool.Package)];

    private static bool Uses(ProjectInstance instance, VersionTool tool) =>
        new[] { "PackageReference", "GlobalPackageReference" }.SelectMany(instance.GetItems)
            .Any(item => item.EvaluatedInclude.Equals(tool.Package, StringComparison.OrdinalIgnoreCase))
        && !tool.Switches.Any(name => ReachesBuilder(instance, name));

    // MSBuild takes variables of the environment for properties, and those of this machine are not in the builder.
    private static bool ReachesBuilder(ProjectInstance instance, string name) =>
        instance.GetPropertyValue(name) is { Length: > 0 } value
        && (instance.GlobalProperties.ContainsKey(name) || value != Environment.GetEnvironmentVariable(name));
}
