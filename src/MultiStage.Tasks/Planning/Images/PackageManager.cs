namespace MultiStage.Planning.Images;

/// <summary>What installs packages in an image.</summary>
internal enum PackageManager
{
    /// <summary>The name of the image does not tell.</summary>
    Unknown,

    /// <summary>Chiseled, distroless or empty: no package manager and no shell.</summary>
    None,

    Apt,
    Apk,
    Tdnf,
    Dnf,
}

/// <summary>Tells the package manager from the name of an image.</summary>
internal static class PackageManagers
{
    private static readonly string[] DebianNames = ["bookworm", "bullseye", "trixie", "focal", "jammy", "noble", "resolute"];
    private static readonly string[] DebianRepositories = ["debian", "ubuntu", "buildpack-deps", "node", "python", "nginx",
        "nginx-unprivileged", "golang"];
    private static readonly string[] RedHatRepositories = ["fedora", "almalinux", "rockylinux", "centos", "amazonlinux", "ubi8", "ubi9",
        "ubi10", "ubi"];

    public static PackageManager Of(string image)
    {
        if (image == BaseImage.Scratch)
            return PackageManager.None;
        if (!ImageReference.TryParse(image, out var reference))
            return PackageManager.Unknown;
        var name = reference.Repository[(reference.Repository.LastIndexOf('/') + 1)..];
        var variant = name + ":" + reference.Tag;
        if (Contains(variant, "chiseled") || (Contains(reference.Repository + variant, "distroless") && !Contains(reference.Tag, "debug")))
            return PackageManager.None;
        if (Contains(variant, "alpine"))
            return PackageManager.Apk;
        if (Contains(reference.Repository + variant, "azurelinux") || Contains(reference.Repository + variant, "mariner"))
            return PackageManager.Tdnf;
        if (RedHatRepositories.Contains(name, StringComparer.Ordinal))
            return PackageManager.Dnf;
        return BaseImage.IsDotNet(image) || DebianNames.Any(debian => Contains(variant, debian))
            || DebianRepositories.Contains(name, StringComparer.Ordinal)
            ? PackageManager.Apt
            : PackageManager.Unknown;
    }

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}
