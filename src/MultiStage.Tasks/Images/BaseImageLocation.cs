namespace MultiStage.Images;

/// <summary>Where a base image is.</summary>
internal abstract record BaseImageLocation
{
    private BaseImageLocation()
    {
    }

    /// <summary>No base: the image holds only what is added.</summary>
    public sealed record Scratch : BaseImageLocation;

    public sealed record Registry(ImageReference Reference) : BaseImageLocation;

    /// <summary>An OCI layout directory.</summary>
    /// <param name="Path">The directory that holds <c>oci-layout</c>.</param>
    /// <param name="Name">A tag, name or digest inside; null takes the only image.</param>
    public sealed record Layout(string Path, string? Name = null) : BaseImageLocation;

    /// <summary>A file made by <c>docker save</c> or an OCI archive, plain or with gzip.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Name">A tag, name or digest inside; null takes the only image.</param>
    public sealed record Archive(string Path, string? Name = null) : BaseImageLocation;

    /// <summary>
    /// Reads what a user writes: <c>scratch</c>, <c>oci:DIR[:NAME]</c>, <c>oci-archive:FILE[:NAME]</c>,
    /// <c>docker-archive:FILE[:NAME]</c>, or an image reference. The prefixes are those of skopeo and podman.
    /// </summary>
    /// <exception cref="ImageException">MST4001 for anything else.</exception>
    public static BaseImageLocation Parse(string text)
    {
        if (text == "scratch")
            return new Scratch();
        foreach (var prefix in (ReadOnlySpan<string>)["oci:", "oci-archive:", "docker-archive:"])
        {
            if (!text.StartsWith(prefix, StringComparison.Ordinal) || text.Length == prefix.Length)
                continue;
            var (path, name) = SplitName(text[prefix.Length..]);
            return prefix == "oci:" ? new Layout(path, name) : new Archive(path, name);
        }
        return new Registry(WholeReference.Parse(text));
    }

    // The first colon ends the path, but not the one of a Windows drive.
    private static (string Path, string? Name) SplitName(string text)
    {
        var start = text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is ('\\' or '/') ? 2 : 0;
        var colon = text.IndexOf(':', start);
        return colon <= 0 || colon == text.Length - 1 ? (text.TrimEnd(':'), null) : (text[..colon], text[(colon + 1)..]);
    }
}
