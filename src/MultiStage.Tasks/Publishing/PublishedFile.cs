namespace MultiStage.Publishing;

/// <summary>One entry of a publish folder.</summary>
/// <param name="Path">Relative to the folder, with '/'.</param>
/// <param name="Source">The file on this machine.</param>
/// <param name="Mode">The permissions that it has in the image.</param>
internal sealed record PublishedFile(string Path, HostPath Source, UnixFileMode Mode)
{
    /// <summary>Where a symbolic link points, as written; null for a file or folder.</summary>
    public string? LinkTarget { get; init; }

    public bool IsFolder { get; init; }
}
