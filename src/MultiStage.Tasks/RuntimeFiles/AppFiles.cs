namespace MultiStage.RuntimeFiles;

/// <summary>The published files: what of them a loader reads, and how the app starts.</summary>
internal sealed class AppFiles
{
    private readonly string folder;
    private readonly HashSet<string> names;

    private AppFiles(string folder, IEnumerable<string> files, string programName)
    {
        this.folder = folder;
        var all = files.Select(file => (Path: file, Elf: ElfFile.TryRead(file))).ToList();
        names = all.Select(file => Path.GetFileName(file.Path)).ToHashSet(StringComparer.Ordinal);
        ProgramPath = all.Where(file => file.Elf is { IsProgram: true }).Select(file => file.Path)
            .OrderByDescending(file => Path.GetRelativePath(folder, file) == programName).ThenBy(file => file, StringComparer.Ordinal)
            .FirstOrDefault();
        Program = all.Find(file => file.Path == ProgramPath).Elf;
        // A package may bring libraries for other processors and systems; no loader takes them, so they need nothing.
        Elfs = [.. all.Where(file => file.Elf is { } elf && Program is { } program && elf.Fits(program))
            .Select(file => (file.Path, file.Elf!))];
        foreach (var (_, elf) in Elfs)
            names.Add(elf.SoName);
    }

    /// <summary>The program that the image starts, or another one of the app; null for an app that has none.</summary>
    public ElfFile? Program { get; }

    /// <summary>Where <see cref="Program"/> lies.</summary>
    public string? ProgramPath { get; }

    /// <summary>Programs and libraries that fit the program, by path.</summary>
    public IReadOnlyList<(string Path, ElfFile Elf)> Elfs { get; }

    /// <summary>Reads the headers of all files below a folder.</summary>
    /// <param name="programName">Name of the app's program, relative to the folder.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static AppFiles Read(string folder, string programName)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device, IgnoreInaccessible = false };
        return new AppFiles(folder, Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal), programName);
    }

    /// <summary>Whether a file has the name, or a library calls itself so: then the app brings it along.</summary>
    public bool Has(string name) => names.Contains(name);

    /// <summary>Whether the program holds the text, as one does that has libraries or assemblies built in.</summary>
    public bool ProgramContains(string text) => ProgramPath is { } program && FileText.Contains(program, text);

    /// <summary>The file's path for people, relative to the app.</summary>
    public string NameOf(string path) => path.StartsWith(folder, StringComparison.Ordinal) ? Path.GetRelativePath(folder, path) : path;
}
