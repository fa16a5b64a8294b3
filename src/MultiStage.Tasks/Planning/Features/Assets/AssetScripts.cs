using MultiStage.Diagnostics;
using MultiStage.Planning.Options;
using MultiStage.Planning.Stages;

namespace MultiStage.Planning.Features.Assets;

/// <summary>Finds a script that package.json does not have before a builder is asked for it.</summary>
internal static class AssetScripts
{
    /// <exception cref="ContainerException">MST5506.</exception>
    public static void Check(AssetOption asset, PackageJson manifest, string command)
    {
        if (Script(command) is not { } script || manifest.Scripts.Contains(script, StringComparer.Ordinal))
            return;
        throw new ContainerException(AssetDiagnostics.MissingScript, asset.Name, command.ReplaceLineEndings(" "),
            asset.Folder.Location / PackageJson.FileName, script,
            manifest.Scripts.Count == 0 ? "none" : string.Join(", ", manifest.Scripts));
    }

    // Yarn also runs programs of packages by that command, and with options the script may be one of another folder.
    private static string? Script(string command) =>
        CommandLine.TrySplit(command, out var words)
        && words is ["npm" or "pnpm" or "yarn", "run" or "run-script", var script, ..] && !script.StartsWith('-')
        && (words[0] != "yarn" || script == "build")
        && !words.Skip(3).TakeWhile(word => word != "--")
            .Any(word => word.StartsWithAny("-w", "--workspace", "-C", "--dir", "--prefix", "--filter", "--if-present", "-r"))
            ? script : null;
}
