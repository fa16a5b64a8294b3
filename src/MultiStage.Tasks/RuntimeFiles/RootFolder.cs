namespace MultiStage.RuntimeFiles;

/// <summary>
/// A Linux file system below a folder of this machine; <c>/</c> is the machine itself. Paths start with '/', and links lead
/// where they would if the folder were the root: never out of it.
/// </summary>
internal sealed class RootFolder(string folder)
{
    // As the kernel: more than this many links on the way to a file are a loop.
    private const int MostLinks = 40;

    private readonly string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Where the path lies on this machine; links on the way are not looked at.</summary>
    public string OnHost(string path) => folder.Length <= 1 ? path : folder + path;

    /// <summary>Follows the path to a file or folder; null when there is none, or the links go in a circle.</summary>
    public FoundPath? Find(string path) => Walk(path, mayBeMissing: false);

    /// <summary>Where the path leads, whether or not its last parts exist; null when the links go in a circle.</summary>
    public string? Locate(string path) => Walk(path, mayBeMissing: true)?.Path;

    private FoundPath? Walk(string path, bool mayBeMissing)
    {
        var links = new List<(string Path, string Target)>();
        var rest = new Stack<string>(Parts(path).Reverse());
        var here = new List<string>();
        var isFolder = true;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                if (here.Count > 0)
                    here.RemoveAt(here.Count - 1);
                continue;
            }
            here.Add(part);
            var current = "/" + string.Join('/', here);
            if (new FileInfo(OnHost(current)).LinkTarget is { } target)
            {
                if (links.Count == MostLinks)
                    return null;
                links.Add((current, target));
                if (target.StartsWith('/'))
                    here.Clear();
                else
                    here.RemoveAt(here.Count - 1);
                foreach (var added in Parts(target).Reverse())
                    rest.Push(added);
                continue;
            }
            isFolder = Directory.Exists(OnHost(current));
            if (!isFolder && !mayBeMissing && (rest.Count > 0 || !File.Exists(OnHost(current))))
                return null;
        }
        return new FoundPath("/" + string.Join('/', here), isFolder, links);
    }

    private static string[] Parts(string path) => [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
}

/// <summary>A file or folder that was found.</summary>
/// <param name="Path">Its place without any link.</param>
/// <param name="Links">The links that led there, in order: their own places and what they say.</param>
internal sealed record FoundPath(string Path, bool IsFolder, IReadOnlyList<(string Path, string Target)> Links);
