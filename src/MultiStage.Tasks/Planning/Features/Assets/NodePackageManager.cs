using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Features.Assets;

/// <summary>The package manager of a front end.</summary>
/// <param name="Name"><c>npm</c>, <c>pnpm</c> or <c>yarn</c>.</param>
/// <param name="Package">The npm package with version that brings it; empty for the one of the image.</param>
/// <param name="IsModernYarn">Yarn 2 and later, which has other options.</param>
internal sealed partial record NodePackageManager(string Name, string Package, bool IsModernYarn)
{
    private static readonly (string File, string Manager)[] LockFiles =
        [("package-lock.json", "npm"), ("npm-shrinkwrap.json", "npm"), ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn")];

    /// <summary>Tells the manager: what the item says, then package.json, then the lock file.</summary>
    /// <exception cref="ContainerException">MST5010, MST5501, MST5502.</exception>
    public static NodePackageManager Of(AssetOption asset, PackageJson manifest)
    {
        var (name, version) = Split(asset.PackageManager);
        if (name.Length > 0 && !IsKnown(name))
            throw new ContainerException(StageDiagnostics.InvalidMetadata, Origin(asset), "PackageManager", asset.PackageManager,
                "npm, pnpm or yarn, with a version such as pnpm@10.2.0 or without");
        var said = Split(manifest.PackageManager);
        if (name.Length == 0 && IsKnown(said.Name))
            (name, version) = said;
        else if (name == said.Name && version.Length == 0)
            version = said.Version;
        var present = LockFiles.Where(lockFile => asset.Folder.Text(lockFile.File) is not null).ToList();
        var managers = present.Select(lockFile => lockFile.Manager).Distinct().ToList();
        if (name.Length == 0 && managers.Count > 1)
            throw new ContainerException(AssetDiagnostics.SeveralLockFiles, asset.Name, asset.Folder.Location,
                string.Join(", ", present.Select(lockFile => lockFile.File)));
        if (asset.InstallCommand.Length == 0 && !(name.Length == 0 ? managers.Count > 0 : managers.Contains(name)))
            throw new ContainerException(AssetDiagnostics.NoLockFile, asset.Name,
                asset.Folder.Location.IsRoot ? "." : asset.Folder.Location.Text, name.Length == 0 || managers.Count == 0
                    ? ""
                    : $" of {name}, only {string.Join(", ", present.Select(lockFile => lockFile.File))}", (name.Length == 0 ? "npm" : name)
                        + " install");
        name = name.Length > 0 ? name : managers is [var only] ? only : "npm";
        var isModernYarn = name == "yarn" && IsModern(version, asset.Folder);
        return new NodePackageManager(name, PackageOf(name, version, isModernYarn, asset.Folder), isModernYarn);
    }

    /// <summary>Installs exactly what the lock file says.</summary>
    public Command Install => Name switch
    {
        // The store lies in the mount, from where packages are copied: linked, they would vanish with it.
        "pnpm" =>
            new Command(["pnpm", "install", "--frozen-lockfile", "--store-dir", "/root/.pnpm-store"], [new CommandVariable("CI", "true")]),
        // Its packages may be used where they lie, so they lie in the layer; what is downloaded passes through the mount.
        "yarn" when IsModernYarn =>
            new Command(["yarn", "install", "--immutable"],
                [new CommandVariable("YARN_ENABLE_GLOBAL_CACHE", "false"), new CommandVariable("YARN_ENABLE_TELEMETRY", "0")]),
        "yarn" => new Command(["yarn", "install", "--frozen-lockfile", "--cache-folder", "/root/.cache/yarn"], []),
        _ => new Command(["npm", "ci"], []),
    };

    /// <summary>Brings the manager itself; null where the image has it.</summary>
    public Command? Bring => Package.Length == 0 ? null : new Command(["npm", "install", "--global", "--force", Package], []);

    /// <summary>Where downloads are kept across builds. All of it may be gone at any time.</summary>
    public IReadOnlyList<Mount> Caches => Name switch
    {
        "pnpm" => [NpmCache, new CacheMount("multistage-pnpm", ImagePath.Of("/root/.pnpm-store"))],
        "yarn" when IsModernYarn => [NpmCache, new CacheMount("multistage-yarn-berry", ImagePath.Of("/root/.yarn/berry"))],
        "yarn" => [NpmCache, new CacheMount("multistage-yarn", ImagePath.Of("/root/.cache/yarn"))],
        _ => [NpmCache],
    };

    /// <summary>The message's name of an item.</summary>
    public static string Origin(AssetOption asset) => $"ContainerAssets '{asset.Name}'";

    private static CacheMount NpmCache => new("multistage-npm", ImagePath.Of("/root/.npm"));

    private static bool IsKnown(string name) => name is "npm" or "pnpm" or "yarn";

    // "pnpm@9.1.0+sha512.…": the hash is for Corepack.
    private static (string Name, string Version) Split(string text)
    {
        var match = Manager().Match(text.Trim());
        return match.Success ? (match.Groups["name"].Value, match.Groups["version"].Value) : (text.Trim(), "");
    }

    private static bool IsModern(string version, AssetFolder folder) =>
        version.Length > 0 ? !version.StartsWith("1.", StringComparison.Ordinal) && version != "1"
        : folder.Text("yarn.lock") is { } lockFile ? lockFile.Contains("__metadata:", StringComparison.Ordinal)
        : folder.Text(".yarnrc.yml") is not null;

    // npm is part of every Node image. The others are not, or in one version only.
    private static string PackageOf(string name, string version, bool isModernYarn, AssetFolder folder) => name switch
    {
        "pnpm" => "pnpm@" + (version.Length > 0 ? version : PnpmOf(folder.Text("pnpm-lock.yaml") ?? "")),
        // A Yarn in the repository is started by any other.
        "yarn" when isModernYarn && folder.Text(".yarnrc.yml")?.Contains("yarnPath:", StringComparison.Ordinal) == true => "yarn@1.22.22",
        "yarn" when isModernYarn => "@yarnpkg/cli-dist@" + (version.Length > 0 ? version : "4"),
        "yarn" => "yarn@" + (version.Length > 0 ? version : "1.22.22"),
        _ => "",
    };

    // Each reads the lock files of its own version.
    private static string PnpmOf(string lockFile) => LockFileVersion().Match(lockFile) is not { Success: true } match ? "10"
        : match.Groups[1].Value switch { "5" => "7", "6" => "8", "9" => "10", _ => "10" };

    [GeneratedRegex(@"^(?<name>[a-z]+)(@(?<version>[0-9][0-9A-Za-z.-]*)(\+[0-9A-Za-z.]+)?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Manager();

    [GeneratedRegex(@"^lockfileVersion:\s*['""]?([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex LockFileVersion();
}
