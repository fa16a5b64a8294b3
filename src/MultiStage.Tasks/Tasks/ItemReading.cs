using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <summary>Items of MSBuild as values of the core.</summary>
internal static class ItemReading
{
    /// <summary>Name and <c>Value</c> metadata.</summary>
    public static IReadOnlyList<NameValue> Pairs(this ITaskItem[] items) =>
        [.. items.Select(item => new NameValue(item.ItemSpec, item.GetMetadata("Value")))];

    /// <summary>
    /// Words of a command: <c>Value</c> as it is written, also when it is empty; else the name, which MSBuild takes for a path.
    /// </summary>
    public static IReadOnlyList<string> Words(this ITaskItem[] items) =>
        [.. items.Select(
            item => item.MetadataNames.Cast<string>().Contains("Value", StringComparer.OrdinalIgnoreCase)
                ? item.GetMetadata("Value")
                : item.ItemSpec)];

    /// <summary>The build arguments of a stage, which defaults to <c>build</c>.</summary>
    /// <param name="stage"><c>build</c> or <c>publish</c>.</param>
    /// <exception cref="ContainerException">MST5010: an argument has another stage.</exception>
    public static IReadOnlyList<NameValue> Arguments(this ITaskItem[] items, string stage)
    {
        foreach (var item in items.Where(item => item.GetMetadata("Stage") is not ("" or KnownStages.Build or KnownStages.Publish)))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, $"ContainerBuildArgument '{item.ItemSpec}'", "Stage",
                item.GetMetadata("Stage"), "build or publish");
        return items.Where(item => (item.GetMetadata("Stage") is { Length: > 0 } given ? given : KnownStages.Build) == stage)
            .ToArray().Pairs();
    }

    public static IReadOnlyList<PortOption> Ports(this ITaskItem[] items) =>
        [.. items.Select(item => new PortOption(item.ItemSpec, item.GetMetadata("Type")))];

    /// <summary>Secrets; the stage that sees one defaults to <c>build</c>, where restore runs.</summary>
    public static IReadOnlyList<SecretOption> Secrets(this ITaskItem[] items) =>
        [.. items.Select(
            item => new SecretOption(item.ItemSpec, item.GetMetadata("Stage") is { Length: > 0 } stage ? stage : KnownStages.Build,
                item.GetMetadata("Variable")))];
}
