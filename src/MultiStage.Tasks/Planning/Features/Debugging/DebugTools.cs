using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Core;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Debugging;

/// <summary>The stage <c>debug-tools</c>: .NET tools, installed on the builder's platform for every platform.</summary>
internal static partial class DebugTools
{
    public const string StageName = "debug-tools";

    /// <summary>Where the tools lie in the builder and in the image: the commands name one another by full paths.</summary>
    public static readonly ImagePath Folder = ImagePath.Of(FolderText);

    private const string FolderText = "/opt/dotnet-tools";

    private const string Origin = "ContainerDebugTool";

    // A tool's command is a program of the builder's platform, which another one cannot run. The script starts the same
    // tool on any. Packages are of no use any more.
    private const string Scripts =
        $"for app in {FolderText}/.store/*/*/*/*/tools/*/any/*.runtimeconfig.json; do app=${{app%.runtimeconfig.json}}; command={FolderText}/${{app##*/}}; "
        + """[ ! -f "$command" ] || printf '#!/bin/sh\nexec dotnet %s.dll "$@"\n' "$app" > "$command"; done""";

    private const string Packages = $"rm -f {FolderText}/.store/*/*/*/*/*.nupkg";

    /// <summary>The tools by name, each once; one of the project's own counts more than the default of that name.</summary>
    public static IReadOnlyList<DebugToolOption> Choose(IReadOnlyList<DebugToolOption> tools)
    {
        foreach (var tool in tools)
            Check(tool);
        return [.. tools.GroupBy(tool => tool.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => group.Key.ToLowerInvariant(), StringComparer.Ordinal).Select(One)];
    }

    public static StageDraft Draft(StageRequest request, IReadOnlyList<DebugToolOption> tools)
    {
        var feeds = new FeedAccess(request.Solution, request.Options);
        var commands = tools.Select(tool => new Command(Install(tool), feeds.Environment))
            .Append(new Command([new ShellWord(Scripts)], [])).Append(new Command([new ShellWord(Packages)], []));
        return new StageDraft(StageName, request.SdkImage, "installs the tools of the stage debug",
        [
            new StepBlock(StepNames.Packages),
            new StepBlock(StepNames.Settings, new WorkingDirectoryStep(BuilderFolders.Source)),
            new StepBlock(StepNames.Restore,
                [.. Configuration(request.Solution), new RunStep([.. commands], feeds.Mounts) { Origin = Origin }]),
        ])
        { OnBuildPlatform = true };
    }

    // Tools are often older than the app's runtime, the only one of the image.
    private static IReadOnlyList<Word> Install(DebugToolOption tool) =>
        ["dotnet", "tool", "install", tool.Name, .. tool.Version.Length == 0 ? Array.Empty<Word>() : ["--version", tool.Version],
            "--tool-path", FolderText, "--allow-roll-forward"];

    // The feeds are those that restore would ask: nuget.config from the project's folder upwards.
    private static IEnumerable<Step> Configuration(SolutionModel solution)
    {
        var project = solution.Project.Folder;
        var configs = solution.SharedInputs.Where(file => IsConfig(file) && project.IsSameOrBelow(file.Folder)).Sorted();
        foreach (var config in configs)
            yield return new CopyStep([config], ImagePath.Like(config.Folder));
        foreach (var feed in configs.Count == 0 ? [] : solution.FeedFolders.Sorted())
            yield return new CopyStep([CopySource.AllOf(feed)], ImagePath.Like(feed));
        if (configs.Any(config => !config.Folder.IsRoot))
            yield return new WorkingDirectoryStep(BuilderFolders.Source / project);
    }

    private static bool IsConfig(ContextPath file) => file.Name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase);

    private static DebugToolOption One(IEnumerable<DebugToolOption> same)
    {
        var own = same.Where(tool => !tool.IsDefault).Distinct().ToList();
        var versions = own.Select(tool => tool.Version).Sorted();
        return own.Count == 0 ? same.OrderBy(tool => tool.Version, StringComparer.Ordinal).Last()
            : versions.Count == 1 ? own.OrderBy(tool => tool.Name, StringComparer.Ordinal).First()
            : throw new ContainerException(DebugDiagnostics.InvalidTool, own[0].Name,
                $"it has the versions {string.Join(" and ", versions.Select(version => $"'{version}'"))}");
    }

    private static void Check(DebugToolOption tool)
    {
        if (!ToolName().IsMatch(tool.Name))
            throw new ContainerException(DebugDiagnostics.InvalidTool, tool.Name.ReplaceLineEndings(" "),
                "its name has other characters than those of packages; a version belongs into Version");
        if (tool.Version.Length > 0 && !ToolVersion().IsMatch(tool.Version))
            throw new ContainerException(DebugDiagnostics.InvalidTool, tool.Name,
                $"its Version is '{tool.Version.ReplaceLineEndings(" ")}'");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*\z")]
    private static partial Regex ToolName();

    [GeneratedRegex(@"^(\*(-\*)?|[0-9][0-9A-Za-z.+*-]*|[\[(][0-9A-Za-z.+*, -]+[\])])\z")]
    private static partial Regex ToolVersion();
}
