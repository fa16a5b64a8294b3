using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>Reads the names that a project uses.</summary>
internal static class NameReader
{
    private const string Prefix = "Container";

    public static UsedNames Read(EvaluatedProject project) => new(
        [.. project.Instances.SelectMany(Properties).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
        [
            .. project.Instances.SelectMany(instance => instance.ItemTypes).Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal)
                .Select(type => new UsedItem(type, Metadata(project, type))),
        ]);

    // A variable of the environment is a property, too, and nobody has written it for us.
    private static IEnumerable<string> Properties(ProjectInstance instance) => instance.GlobalProperties.Keys.Concat(
        instance.Properties.Select(property => property.Name)
            .Where(name => IsPrefixed(name) && Environment.GetEnvironmentVariable(name) is null));

    private static List<string> Metadata(EvaluatedProject project, string type) => !IsPrefixed(type) ? [] :
    [
        .. project.Items(type).SelectMany(item => item.Metadata).Select(metadata => metadata.Name)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
    ];

    private static bool IsPrefixed(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
