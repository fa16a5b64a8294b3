using System.Text.RegularExpressions;
using MultiStage.Diagnostics;
using MultiStage.Planning.Options;

namespace MultiStage.Planning.Features.Assets;

/// <summary>Looks into the settings that travel to the builder: a secret there would be part of a layer.</summary>
internal static partial class NpmSettings
{
    /// <exception cref="ContainerException">MST5509.</exception>
    public static void Check(AssetOption asset)
    {
        foreach (var file in new[] { ".npmrc", ".yarnrc", ".yarnrc.yml" })
            if (asset.Folder.Text(file) is { } text && Secret().Match(text) is { Success: true } match)
                throw new ContainerException(AssetDiagnostics.SecretInNpmrc, asset.Name,
                    asset.Folder.Location / file, match.Groups["name"].Value);
    }

    // A value in ${…} comes from the environment, where a secret belongs.
    [GeneratedRegex("""^\s*["']?(//[^=\s]*:)?(?<name>_authToken|_auth|_password|npmAuthToken|npmAuthIdent)["']?\s*[=:]\s*["']?(?!\s*["']?\$\{)[^\s"'#;]""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();
}
