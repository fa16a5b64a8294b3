using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>
/// Container options that depend on whether the project is evaluated in a container. They are read on this machine, as the
/// .NET SDK's own containers do it.
/// </summary>
internal static class ContainerConditions
{
    private const string Prefix = "Container";

    /// <param name="published">The published project as a builder evaluates it.</param>
    /// <param name="onHost">All projects as this machine evaluates them; none where nothing asks for a container.</param>
    /// <returns>The names of properties and items that differ.</returns>
    public static IReadOnlyList<string> Read(EvaluatedProject published, IReadOnlyList<EvaluatedProject> onHost) =>
        onHost.FirstOrDefault(project => project.FullPath == published.FullPath) is { } here
            ? Texts(published).Except(Texts(here)).Concat(Texts(here).Except(Texts(published))).Select(option => option.Name).Sorted()
            : [];

    private static IEnumerable<NameValue> Texts(EvaluatedProject project) => project.Instances.SelectMany(instance => instance.Properties
        .Where(property => property.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        .Select(property => new NameValue(property.Name, property.EvaluatedValue))
        .Concat(instance.Items.Where(item => item.ItemType.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Select(item => new NameValue(item.ItemType, Text(item)))));

    private static string Text(ProjectItemInstance item) => item.EvaluatedInclude + string.Concat(
        item.Metadata.OrderBy(metadata => metadata.Name, StringComparer.Ordinal).Select(metadata => $"\n{metadata.Name}={metadata.EvaluatedValue}"));
}
