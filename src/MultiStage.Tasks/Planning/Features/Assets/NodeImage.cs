using System.Globalization;
using System.Numerics;
using MultiStage.Diagnostics;
using MultiStage.Planning.Images;
using MultiStage.Planning.Options;
using Semver;

namespace MultiStage.Planning.Features.Assets;

/// <summary>The image that builds a front end: a major version of Node, chosen from what the folder asks for.</summary>
internal static class NodeImage
{
    /// <summary>The version where nothing asks for one: a line with long-term support.</summary>
    public const int DefaultMajor = 24;

    // Lines with long-term support, best first. Of several that fit, the default wins, then the newest.
    private static readonly int[] Lines = [DefaultMajor, 22, 20, 18, 16, 14];

    // No tag of an image has more digits, and none that a range may name has so many.
    private const int NoMajor = 1_000_000;

    private static readonly Dictionary<string, int> CodeNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fermium"] = 14, ["gallium"] = 16, ["hydrogen"] = 18, ["iron"] = 20, ["jod"] = 22, ["krypton"] = 24,
    };

    /// <summary>The reference for the stage of a front end.</summary>
    public static string Resolve(AssetOption asset, PackageJson manifest, ContainerOptions options)
    {
        if (options.Items.Assets.NodeImage.Length > 0)
            return BaseImage.Parse("ContainerNodeImage", options.Items.Assets.NodeImage).ToString();
        var major = Major(asset, manifest).ToString(CultureInfo.InvariantCulture);
        return BaseImage.OnHubMirror(new ImageReference("docker.io", "library/node", major + "-slim"), options.HubRegistry).ToString();
    }

    /// <summary>The major version. A file for version managers says more exactly what people use than a range does.</summary>
    /// <exception cref="ContainerException">MST5505.</exception>
    public static int Major(AssetOption asset, PackageJson manifest)
    {
        foreach (var file in new[] { ".nvmrc", ".node-version" })
            if (asset.Folder.Text(file) is { } text && FirstLine(text) is { Length: > 0 } wanted)
                return OfName(wanted) ?? OfRange(wanted) ?? throw Unreadable(file, wanted);
        return manifest.NodeRange.Length == 0
            ? DefaultMajor
            : OfRange(manifest.NodeRange) ?? throw Unreadable("engines.node of package.json", manifest.NodeRange);

        ContainerException Unreadable(string place, string text) =>
            new(AssetDiagnostics.UnknownNodeVersion, asset.Name, place, text.ReplaceLineEndings(" "));
    }

    /// <summary>The major that fits a range of npm best; null when the text is no range or holds no version.</summary>
    public static int? OfRange(string text)
    {
        if (!SemVersionRange.TryParseNpm(text, out var range) || range.Count == 0)
            return null;
        // The tag of an image means the newest version of the line.
        foreach (var line in Lines)
            if (range.Contains(new SemVersion(line, 9999, 9999)))
                return line;
        foreach (var line in Lines)
            if (range.Any(part => Touches(part, line)))
                return line;
        var lowest = range.Min(LowestMajor);
        return lowest < NoMajor ? (int)lowest : null;
    }

    // Whether some version of the major is in it.
    private static bool Touches(UnbrokenSemVersionRange part, int major)
    {
        if (LowestMajor(part) > major)
            return false;
        var end = part.End is null ? 1 : part.End.ComparePrecedenceTo(new SemVersion(major, 0, 0));
        return end > 0 || (end == 0 && part.EndInclusive);
    }

    private static BigInteger LowestMajor(UnbrokenSemVersionRange part) => part.Start?.Major ?? 0;

    private static int? OfName(string text)
    {
        var name = text.StartsWith("lts/", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        if (name is "*" or "node" or "stable" or "current" || name.StartsWith("lts", StringComparison.OrdinalIgnoreCase))
            return DefaultMajor;
        return CodeNames.TryGetValue(name, out var major) ? major : null;
    }

    private static string FirstLine(string text) =>
        text.Split('\n').Select(line => line.Split('#')[0].Trim()).FirstOrDefault(line => line.Length > 0) ?? "";
}
