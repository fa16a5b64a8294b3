namespace MultiStage.Publishing;

/// <summary>
/// The list of files that a publish wrote, beside its folder. MSBuild copies what is new and never deletes: without the
/// list, a file that the project no longer has would be published for ever.
/// </summary>
internal static class PublishList
{
    /// <summary>Paths relative to the folder, with '/'; empty when nothing was published yet.</summary>
    public static IReadOnlySet<string> Read(string folder)
    {
        var file = FileOf(folder);
        return File.Exists(file) ? File.ReadAllLines(file).ToHashSet(StringComparer.Ordinal) : [];
    }

    /// <summary>Deletes what only the last publish listed, and keeps the new list.</summary>
    public static void Update(string folder, IEnumerable<string> paths)
    {
        var now = paths.Where(path => path.Length > 0).ToHashSet(StringComparer.Ordinal);
        var before = Read(folder);
        if (now.SetEquals(before))
            return;
        PublishedFolder.Delete(folder, path => before.Contains(path) && !now.Contains(path));
        Directory.CreateDirectory(folder);
        File.WriteAllLines(FileOf(folder), now.Order(StringComparer.Ordinal));
    }

    private static string FileOf(string folder) => Path.TrimEndingDirectorySeparator(folder) + ".files";
}
