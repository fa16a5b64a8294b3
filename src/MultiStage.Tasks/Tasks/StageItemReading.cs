using Microsoft.Build.Framework;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <summary>Items of MSBuild that add stages and steps as values of the core.</summary>
internal static class StageItemReading
{
    private const string TypeMetadata = "MultiStageType";

    public static IReadOnlyList<StageOption> StageOptions(this ITaskItem[] items) =>
    [
        .. items.Select(item => new StageOption(item.ItemSpec, item.GetMetadata("From"), item.GetMetadata("Description"))
        {
            WorkingDirectory = item.GetMetadata("WorkingDirectory"),
            OnBuildPlatform = item.GetMetadata("OnBuildPlatform"),
        }),
    ];

    /// <summary>The command is the item itself, or its metadata <c>Command</c>, where a semicolon separates nothing.</summary>
    public static IReadOnlyList<RunOption> RunOptions(this ITaskItem[] items) =>
    [
        .. items.Select(
            item => new RunOption(item.Id(), item.ValueOr("Command", item.ItemSpec), item.Place()) { User = item.GetMetadata("User") }),
    ];

    public static IReadOnlyList<PackageOption> PackageOptions(this ITaskItem[] items) =>
        [.. items.Select(
            item => new PackageOption(item.ItemSpec, item.GetMetadata("Version"), item.GetMetadata("Stage"), item.GetMetadata("Manager")))];

    /// <summary>Items for features that read them themselves.</summary>
    public static IReadOnlyList<ProjectItem> ProjectItems(this ITaskItem[] items) =>
    [
        .. items.Select(item => new ProjectItem(
            item.GetMetadata(TypeMetadata), item.ItemSpec,
            item.CloneCustomMetadata().Keys.Cast<string>().Where(name => name != TypeMetadata)
                .ToDictionary(name => name, item.GetMetadata, StringComparer.OrdinalIgnoreCase))),
    ];

    /// <summary>What Before and After of other items call the item.</summary>
    public static string Id(this ITaskItem item) => item.ValueOr("Id", item.ItemSpec);

    public static PlaceOption Place(this ITaskItem item) =>
        new(item.GetMetadata("Stage"), item.GetMetadata("Before"), item.GetMetadata("After"));

    public static string ValueOr(this ITaskItem item, string metadata, string other) =>
        item.GetMetadata(metadata) is { Length: > 0 } value ? value : other;
}
