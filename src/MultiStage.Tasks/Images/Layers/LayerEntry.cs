namespace MultiStage.Images;

/// <summary>What an entry of a layer is.</summary>
internal enum LayerEntryKind
{
    File,
    Directory,
    SymbolicLink,

    /// <summary>Another name of a file in the same layer.</summary>
    HardLink,
}

/// <summary>One entry of a layer as it shall be in the image; nothing of it is taken from the host but a file's bytes.</summary>
internal sealed record LayerEntry
{
    public const UnixFileMode DefaultFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead
        | UnixFileMode.OtherRead;

    public const UnixFileMode DefaultDirectoryMode = DefaultFileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute
        | UnixFileMode.OtherExecute;

    public required LayerEntryKind Kind { get; init; }

    /// <summary>The path in the image with <c>/</c>, with or without a leading one.</summary>
    public required string Path { get; init; }

    /// <summary>Permission bits; links have 0777 as everywhere.</summary>
    public UnixFileMode Mode { get; init; }

    /// <summary>The owner's number; 0 is root.</summary>
    public int UserId { get; init; }

    /// <summary>The group's number; 0 is root.</summary>
    public int GroupId { get; init; }

    /// <summary>Where a symbolic link points to, as written; or the path in the image of the file that a hard link names.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The host's file with the bytes; null when <see cref="Content"/> has them.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The bytes of a small generated file; null when <see cref="SourcePath"/> has them.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The entry's own time; null for that of the layer.</summary>
    public DateTimeOffset? Time { get; init; }

    public static LayerEntry File(string path, string sourcePath, UnixFileMode mode = DefaultFileMode, int userId = 0, int groupId = 0) =>
        new() { Kind = LayerEntryKind.File, Path = path, SourcePath = sourcePath, Mode = mode, UserId = userId, GroupId = groupId };

    public static LayerEntry File(string path, ReadOnlyMemory<byte> content, UnixFileMode mode = DefaultFileMode, int userId = 0,
        int groupId = 0) =>
        new() { Kind = LayerEntryKind.File, Path = path, Content = content, Mode = mode, UserId = userId, GroupId = groupId };

    public static LayerEntry Directory(string path, UnixFileMode mode = DefaultDirectoryMode, int userId = 0, int groupId = 0) =>
        new() { Kind = LayerEntryKind.Directory, Path = path, Mode = mode, UserId = userId, GroupId = groupId };

    public static LayerEntry SymbolicLink(string path, string target, int userId = 0, int groupId = 0) =>
        new() { Kind = LayerEntryKind.SymbolicLink, Path = path, LinkTarget = target, Mode = LinkMode, UserId = userId, GroupId = groupId };

    /// <param name="path">The new name.</param>
    /// <param name="target">The path in the image of the file, which must be in the same layer.</param>
    public static LayerEntry HardLink(string path, string target) =>
        new() { Kind = LayerEntryKind.HardLink, Path = path, LinkTarget = target };

    private const UnixFileMode LinkMode = (UnixFileMode)0b111_111_111;
}
