using Microsoft.Build.Framework;
using MultiStage.Planning;

namespace MultiStage.Tasks;

/// <summary>Items of MSBuild as values of the core.</summary>
internal static class ItemReading
{
    /// <summary>Name and <c>Value</c> metadata.</summary>
    public static IReadOnlyList<NameValue> Pairs(this ITaskItem[] items) =>
        [.. items.Select(item => new NameValue(item.ItemSpec, item.GetMetadata("Value")))];

    /// <summary>Words of a command: <c>Value</c> as it is written, also when it is empty; else the name, which MSBuild takes for a path.</summary>
    public static IReadOnlyList<string> Words(this ITaskItem[] items) =>
        [.. items.Select(item => item.MetadataNames.Cast<string>().Contains("Value", StringComparer.OrdinalIgnoreCase) ? item.GetMetadata("Value") : item.ItemSpec)];

    public static IReadOnlyList<PortOption> Ports(this ITaskItem[] items) =>
        [.. items.Select(item => new PortOption(item.ItemSpec, item.GetMetadata("Type")))];

    /// <summary>Secrets; the stage that sees one defaults to <c>build</c>, where restore runs.</summary>
    public static IReadOnlyList<SecretOption> Secrets(this ITaskItem[] items) =>
        [.. items.Select(item => new SecretOption(item.ItemSpec, item.GetMetadata("Stage") is { Length: > 0 } stage ? stage : KnownStages.Build, item.GetMetadata("Variable")))];
}
