namespace MultiStage.Publishing;

/// <summary>Reads and tidies a publish folder. Symbolic links are entries of their own and are never followed.</summary>
internal static class PublishedFolder
{
    /// <summary>Everything below the folder, in ordinal order.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="passedOver">Hears of pipes, sockets and devices, which are not part of the result.</param>
    public static IReadOnlyList<PublishedFile> Read(string folder, Action<string>? passedOver = null)
    {
        var result = new List<PublishedFile>();
        foreach (var entry in Entries(folder))
        {
            var path = Relative(folder, entry.FullName);
            if (SpecialFile.Is(entry))
            {
                passedOver?.Invoke(entry.FullName);
                continue;
            }
            if (entry.LinkTarget is { } target)
                result.Add(new PublishedFile(path, HostPath.Of(entry.FullName), PublishedMode.Executable) { LinkTarget = target });
            else if (entry is DirectoryInfo)
                result.Add(new PublishedFile(path, HostPath.Of(entry.FullName), PublishedMode.Executable) { IsFolder = true });
            else
                result.Add(new PublishedFile(path, HostPath.Of(entry.FullName), PublishedMode.Of(entry.FullName)));
        }
        return [.. result.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>
    /// One file, under its own name, with the permissions that it has. As engines do it, a link that is named itself is followed.
    /// </summary>
    public static PublishedFile ReadFile(string path)
    {
        var file = new FileInfo(path);
        var source = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        return new PublishedFile(file.Name, HostPath.Of(source), OperatingSystem.IsWindows() ? PublishedMode.Of(source)
            : File.GetUnixFileMode(source));
    }

    /// <summary>Everything below the folder with the permissions that it has there, in ordinal order.</summary>
    public static IReadOnlyList<PublishedFile> ReadAsIs(string folder, Action<string>? passedOver = null) =>
        [.. Read(folder, passedOver)
            .Select(file =>
                file.LinkTarget is null && !OperatingSystem.IsWindows() ? file with { Mode = File.GetUnixFileMode(file.Source) } : file)];

    /// <summary>Copies everything below the folder, with the permissions that it has in the image.</summary>
    public static void Copy(string folder, string destination)
    {
        foreach (var file in Read(folder))
        {
            var path = Path.Combine(destination, file.Path);
            Directory.CreateDirectory(file.IsFolder ? path : Path.GetDirectoryName(path)!);
            if (file.LinkTarget is { } target)
                File.CreateSymbolicLink(path, target);
            else if (!file.IsFolder)
            {
                File.Copy(file.Source, path);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(path, file.Mode);
            }
        }
    }

    /// <summary>Deletes the files for which the predicate is true, and folders that become empty by that.</summary>
    /// <param name="folder">May be missing.</param>
    /// <param name="isUnwanted">Gets paths relative to the folder.</param>
    public static void Delete(string folder, Func<string, bool> isUnwanted)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var entry in Entries(folder).Where(entry => entry is FileInfo || entry.LinkTarget is not null).ToList())
            if (isUnwanted(Relative(folder, entry.FullName)))
            {
                entry.Delete();
                DeleteEmpty(Path.GetDirectoryName(entry.FullName)!, folder);
            }
    }

    /// <summary>Deletes a folder, and those above it up to <paramref name="top"/>, as long as they are empty.</summary>
    public static void DeleteEmpty(string folder, string top)
    {
        while (folder.Length > top.Length && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }

    private static IEnumerable<FileSystemInfo> Entries(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            yield return entry;
            if (entry is DirectoryInfo { LinkTarget: null })
                foreach (var child in Entries(entry.FullName))
                    yield return child;
        }
    }

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
