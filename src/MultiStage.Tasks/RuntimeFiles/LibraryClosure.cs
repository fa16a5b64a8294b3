using MultiStage.Diagnostics;

namespace MultiStage.RuntimeFiles;

/// <summary>Collects the libraries of the builder that the app is linked with, and those that they are linked with.</summary>
internal sealed class LibraryClosure(LibrarySearch search, AppFiles app, IReadOnlySet<string> optional)
{
    // .NET opens it when LTTng is there, and goes on without.
    private static readonly HashSet<string> OptionalFiles = new(StringComparer.Ordinal) { "libcoreclrtraceptprovider.so" };

    private readonly Dictionary<string, FoundLibrary> libraries = new(StringComparer.Ordinal);
    private readonly Queue<FoundLibrary> waiting = new();
    private readonly List<(string File, string Library)> missing = [];

    /// <summary>The libraries so far, by path.</summary>
    public IReadOnlyList<FoundLibrary> Libraries =>
        [.. libraries.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <summary>Adds what the files of the app are linked with, and the loader that the program asks for.</summary>
    /// <exception cref="ContainerException">MST5102: a library is in neither app nor builder.</exception>
    public void AddApp()
    {
        foreach (var (path, elf) in app.Elfs)
        {
            if (elf.Interpreter.Length > 0)
                Add(search.At(elf.Interpreter, isBuiltIn: true), app.NameOf(path), elf.Interpreter);
            if (!OptionalFiles.Contains(Path.GetFileName(path)))
                AddNeeded(elf, app.NameOf(path), origin: null);
        }
        AddWaiting();
    }

    /// <summary>Adds a library that somebody asks for by name.</summary>
    /// <param name="asker">Who asks; for the error.</param>
    /// <exception cref="ContainerException">MST5102: it is in neither app nor builder.</exception>
    public void Add(string name, string asker)
    {
        if (!app.Has(name))
            Add(search.Find(name), asker, name);
        AddWaiting();
    }

    /// <summary>Adds a library that is opened by name; false when neither app nor builder has it.</summary>
    /// <exception cref="ContainerException">MST5102: a library that it is linked with is missing.</exception>
    public bool TryAdd(string name)
    {
        if (app.Has(name))
            return true;
        if (search.Find(name) is not { } library)
            return false;
        Add(library, name, name);
        AddWaiting();
        return true;
    }

    /// <summary>Adds a library by its path; one that does not fit the program is passed over.</summary>
    /// <exception cref="ContainerException">MST5102: a library that it is linked with is missing.</exception>
    public void TryAddAt(string path)
    {
        if (search.At(path, isBuiltIn: true) is not { } library)
            return;
        Add(library, path, path);
        AddWaiting();
    }

    private void AddWaiting()
    {
        while (waiting.TryDequeue(out var library))
            AddNeeded(library.Elf, library.Path, library.Folder);
        if (missing.Count == 0)
            return;
        var lines = missing.Select(pair => $"'{pair.File}' needs '{pair.Library}'");
        throw new ContainerException(ScratchDiagnostics.LibraryMissing, missing[0].File, missing[0].Library, NameOf(app.Program!.Machine))
        {
            Details = missing.Count > 1 ? string.Join('\n', lines) : "",
        };
    }

    private void AddNeeded(ElfFile elf, string file, string? origin)
    {
        foreach (var name in elf.Needed)
        {
            // The app's files name their own folder, or have it loaded before; the system's libraries do not know it.
            if (origin is null && app.Has(name))
                continue;
            var library = search.Find(name, elf, origin);
            if (library is not null || !app.Has(name))
                Add(library, file, name);
        }
    }

    private void Add(FoundLibrary? library, string file, string name)
    {
        if (library is null)
        {
            if (!optional.Contains(name))
                missing.Add((file, name));
        }
        else if (libraries.TryAdd(library.Path, library))
        {
            waiting.Enqueue(library);
        }
    }

    private static string NameOf(int machine) => machine switch
    {
        40 => "ARM",
        62 => "x86-64",
        183 => "AArch64",
        _ => $"this processor ({machine})",
    };
}
