using System.Globalization;

namespace MultiStage.Publishing;

/// <summary>
/// The files of a tree with their lengths and times, as they were when a publish of it began. MSBuild builds what is newer
/// than its output and nothing else, so that an edit whose file has an older time (<c>cp -p</c>, <c>mv</c>, <c>tar x</c>, a
/// restored cache) never reaches the output. Compared with the list of the publish before, such an edit shows.
/// </summary>
/// <remarks>As a file: a line for each, with length, time in ticks (UTC) and path, separated by blanks.</remarks>
internal sealed class TreeList
{
    private readonly Dictionary<string, (long Length, long Ticks)> files = new(StringComparer.Ordinal);

    /// <summary>Adds a file that is there.</summary>
    public void Add(FileInfo file) => files[file.FullName] = (file.Length, file.LastWriteTimeUtc.Ticks);

    /// <summary>The list that a publish has left; null when there is none that can be read.</summary>
    /// <param name="path">Absolute path of the list.</param>
    public static TreeList? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            var list = new TreeList();
            foreach (var line in File.ReadLines(path))
            {
                if (line.Split(' ', 3) is not [var length, var ticks, var file])
                    return null;
                list.files[file] = (long.Parse(length, CultureInfo.InvariantCulture), long.Parse(ticks, CultureInfo.InvariantCulture));
            }
            return list;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Keeps the list. A name with a line break cannot be kept, and its file counts as changed from then on.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".unfinished";
        File.WriteAllLines(temporary, files.Where(file => file.Key.AsSpan().IndexOfAny('\n', '\r') < 0)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Value.Length} {file.Value.Ticks} {file.Key}")));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>
    /// Files that have changed, or come, since another list was made, and yet are no newer than what was built then.
    /// </summary>
    /// <param name="before">The list of the last publish.</param>
    /// <param name="built">The latest time (UTC) of anything that was built from it.</param>
    public IEnumerable<string> HiddenFromTimes(TreeList before, DateTime built) =>
        files.Where(file => file.Value.Ticks <= built.Ticks && (!before.files.TryGetValue(file.Key, out var state) || state != file.Value))
            .Select(file => file.Key).Order(StringComparer.Ordinal);
}
