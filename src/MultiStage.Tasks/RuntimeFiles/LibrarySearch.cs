namespace MultiStage.RuntimeFiles;

/// <summary>A library of the builder.</summary>
/// <param name="Path">Where the loader finds it; may be a link.</param>
/// <param name="Elf">Its headers.</param>
/// <param name="IsBuiltIn">Whether the loader finds it there without a configuration file.</param>
internal sealed record FoundLibrary(string Path, ElfFile Elf, bool IsBuiltIn)
{
    /// <summary>The folder that <c>$ORIGIN</c> means in it.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];
}

/// <summary>Finds libraries of the builder as the program's dynamic loader would.</summary>
internal sealed class LibrarySearch
{
    private readonly RootFolder root;
    private readonly ElfFile program;
    private readonly Dictionary<string, FoundLibrary?> known = [];

    public LibrarySearch(RootFolder root, ElfFile program)
    {
        (this.root, this.program) = (root, program);
        Folders = new LoaderFolders(root, program);
    }

    /// <summary>Where the loader looks by itself.</summary>
    public LoaderFolders Folders { get; }

    /// <summary>Finds what <paramref name="elf"/> is linked with.</summary>
    /// <param name="name">A file name, or a path.</param>
    /// <param name="origin">The folder of <paramref name="elf"/>; null when it belongs to the app, whose own folder is searched
    /// elsewhere.</param>
    /// <returns>Null when there is none that fits the program.</returns>
    public FoundLibrary? Find(string name, ElfFile elf, string? origin)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return Expand(name, origin) is { } path && path.StartsWith('/') ? At(path, isBuiltIn: true) : null;
        // RUNPATH makes RPATH void. That of the program holds for all libraries.
        var own = elf.RunPath.Count > 0 ? elf.RunPath : [.. elf.RPath, .. program.RunPath.Count == 0 ? program.RPath : []];
        foreach (var entry in own)
            if (Expand(entry, origin) is { } folder && At(folder + "/" + name, isBuiltIn: true) is { } library)
                return library;
        return Find(name);
    }

    /// <summary>Finds what a program opens by name.</summary>
    public FoundLibrary? Find(string name)
    {
        if (!known.TryGetValue(name, out var library))
            known[name] = library = Folders.Configured.Select(folder => At(folder + "/" + name, IsBuiltIn(folder)))
                .Concat(Folders.BuiltIn.Select(folder => At(folder + "/" + name, isBuiltIn: true)))
                .FirstOrDefault(found => found is not null);
        return library;
    }

    /// <summary>The numbers N of all <c>NAME.N</c> in the folders of the loader, the highest first.</summary>
    public IReadOnlyList<int> Versions(string name) =>
    [
        .. Folders.Configured.Concat(Folders.BuiltIn).Select(root.Find).OfType<FoundPath>().Where(folder => folder.IsFolder)
            .SelectMany(
                folder =>
                    Directory.EnumerateFiles(root.OnHost(folder.Path), name + ".*",
                        new EnumerationOptions { MatchType = MatchType.Simple }))
            .Select(file => int.TryParse(Path.GetFileName(file).AsSpan(name.Length + 1), out var version) ? version : 0)
            .Where(version => version > 0).Distinct().OrderDescending(),
    ];

    /// <summary>The library at a path, if it fits the program: loaders pass over those of other processors.</summary>
    public FoundLibrary? At(string path, bool isBuiltIn) =>
        root.Find(path) is { IsFolder: false } file && ElfFile.TryRead(root.OnHost(file.Path)) is { } elf && elf.Fits(program)
            ? new FoundLibrary(path, elf, isBuiltIn)
            : null;

    private bool IsBuiltIn(string folder) => Folders.BuiltIn.Contains(folder.TrimEnd('/'));

    private static string? Expand(string entry, string? origin)
    {
        var path = entry.Replace("${ORIGIN}", "$ORIGIN", StringComparison.Ordinal);
        if (path.Contains("$ORIGIN", StringComparison.Ordinal))
        {
            if (origin is null)
                return null;
            path = path.Replace("$ORIGIN", origin, StringComparison.Ordinal);
        }
        // Other variables depend on the machine that runs; a relative folder on where it is started.
        return path.StartsWith('/') && !path.Contains('$', StringComparison.Ordinal) ? path : null;
    }
}
