using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Planning.Features.Assets;
using MultiStage.Planning.Options;

namespace MultiStage.Tasks;

/// <summary>A <c>ContainerAssets</c> item with its folder on this machine.</summary>
/// <param name="Option">All but what the folder holds.</param>
/// <param name="Path">The folder.</param>
internal sealed record AssetFolders(AssetOption Option, HostPath Path)
{
    // Enough for the version of a lock file; the rest of it is the package manager's business.
    private const int MostCharacters = 65_536;

    private static readonly string[] LockFiles = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"];
    private static readonly string[] Read = [PackageJson.FileName, .. LockFiles, ".npmrc", ".yarnrc", ".yarnrc.yml", ".nvmrc",
        ".node-version", "pnpm-workspace.yaml"];
    private static readonly string[] InstallFiles = [PackageJson.FileName, .. LockFiles, ".npmrc", ".yarnrc", ".yarnrc.yml",
        "pnpm-workspace.yaml", ".pnpmfile.cjs"];
    private static readonly string[] InstallFolders = [".yarn/patches", ".yarn/plugins", ".yarn/releases", "patches"];

    // Hidden files stay behind; these are nobody's secrets, and builds are other ones without them.
    private static readonly string[] SettingStarts = [".babelrc", ".browserslistrc", ".eslintrc", ".postcssrc", ".stylelintrc", ".swcrc",
        ".parcelrc", ".terserrc", ".svgrrc"];

    /// <summary>Reads the items, and those that stand for JavaScript projects of the graph.</summary>
    /// <exception cref="ContainerException">MST5508: a folder does not exist.</exception>
    public static IReadOnlyList<AssetFolders> Of(ITaskItem[] items, string projectFolder) =>
        [.. items.Select(item => new AssetFolders(Parse(item), Existing(item.ItemSpec, projectFolder)))];

    /// <summary>The option with what its folder holds.</summary>
    public AssetOption ToOption(HostPath contextFolder)
    {
        var relative = new RelativePaths(contextFolder);
        var texts = Read.Where(name => File.Exists(InFolder(name)))
            .ToDictionary(name => name, name => Text(InFolder(name)), StringComparer.Ordinal);
        return Option with
        {
            Folder = new AssetFolder(relative.Of(Path), texts)
            {
                InstallInputs =
                    relative.Of(
                        InstallFiles.Select(InFolder).Where(File.Exists)
                            .Concat(InstallFolders.Select(InFolder).Where(Directory.Exists).SelectMany(AllFiles)).Concat(Members(texts))),
                Settings =
                    relative.Of(
                        Directory.EnumerateFiles(Path, ".*")
                            .Where(file =>
                                SettingStarts.Any(start => System.IO.Path.GetFileName(file).StartsWith(start, StringComparison.Ordinal)))),
            },
        };
    }

    private static AssetOption Parse(ITaskItem item) =>
        new(item.ItemSpec.Replace('\\', '/').TrimEnd('/'), new AssetFolder(ContextPath.Root, new Dictionary<string, string>()))
    {
        Command = item.GetMetadata("Command"),
        Output = item.GetMetadata("OutputFolder"),
        Destination = item.GetMetadata("Destination"),
        PackageManager = item.GetMetadata("PackageManager"),
        InstallCommand = item.GetMetadata("InstallCommand"),
        SourceMaps = item.GetMetadata("SourceMaps"),
        Stage = item.GetMetadata("Stage"),
    };

    private static HostPath Existing(string include, string projectFolder)
    {
        var path =
            System.IO.Path.TrimEndingDirectorySeparator(
                System.IO.Path.GetFullPath(include.Replace('\\', System.IO.Path.DirectorySeparatorChar), projectFolder));
        return Directory.Exists(path) ? HostPath.Of(path) : throw new ContainerException(AssetDiagnostics.MissingFolder, include, path);
    }

    private string InFolder(string name) => System.IO.Path.Combine(Path, name);

    // With workspaces, installing reads the package.json of each.
    private IEnumerable<string> Members(Dictionary<string, string> texts) =>
        texts.ContainsKey("pnpm-workspace.yaml")
            || texts.GetValueOrDefault(PackageJson.FileName)?.Contains("\"workspaces\"", StringComparison.Ordinal) == true
            ? Below(Path).Where(file => System.IO.Path.GetFileName(file) == PackageJson.FileName)
            : [];

    private static IEnumerable<string> Below(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return file;
        foreach (var child in Directory.EnumerateDirectories(folder)
            .Where(child => !LeftBehind.IsPassedBy(System.IO.Path.GetFileName(child))))
            foreach (var file in Below(child))
                yield return file;
    }

    private static IEnumerable<string> AllFiles(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);

    private static string Text(string path)
    {
        if (!LockFiles.Contains(System.IO.Path.GetFileName(path), StringComparer.Ordinal))
            return File.ReadAllText(path);
        using var reader = new StreamReader(path);
        var buffer = new char[MostCharacters];
        return new string(buffer, 0, reader.ReadBlock(buffer, 0, buffer.Length));
    }
}
