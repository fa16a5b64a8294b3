namespace MultiStage.Model;

/// <summary>What a text in the place of an image can mean.</summary>
internal static class ImageText
{
    /// <summary>
    /// Whether it names a place on this machine, which only the embedded engine reads. The prefixes are those of skopeo and
    /// podman.
    /// </summary>
    public static bool IsLocation(string text) =>
        text.StartsWithAny("oci:", "oci-archive:", "docker-archive:", "docker-daemon:", "podman:");

    /// <summary>Whether it can only be an image; one without registry, tag and digest is read as a stage.</summary>
    public static bool IsImage(string text) => text.AsSpan().IndexOfAny("/:@") >= 0;
}
