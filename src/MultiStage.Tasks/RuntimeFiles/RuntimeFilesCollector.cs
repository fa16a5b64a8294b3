using MultiStage.Diagnostics;

namespace MultiStage.RuntimeFiles;

/// <summary>What was collected.</summary>
/// <param name="Libraries">Paths of the libraries in the image, sorted.</param>
/// <param name="HasOpenSsl">Whether OpenSSL and certificates are among the files.</param>
internal sealed record CollectedFiles(IReadOnlyList<string> Libraries, bool HasOpenSsl);

/// <summary>
/// Makes the root folder of an image that has no base: what the published files need from the builder, and no more.
/// </summary>
/// <param name="root">The builder's file system.</param>
/// <param name="output">Where the tree is written; a folder that does not exist, or that an earlier run made.</param>
internal sealed class RuntimeFilesCollector(RootFolder root, string output)
{
    // Beside the folder, not in it: it must not travel.
    private string Mark => Path.TrimEndingDirectorySeparator(output) + ".collected";

    /// <summary>Collects and writes.</summary>
    /// <exception cref="ContainerException">MST5101 to MST5104.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public CollectedFiles Collect(AppFiles app, RuntimeFeatures features)
    {
        if (app.Program is not { } program)
            throw new ContainerException(ScratchDiagnostics.NotSelfContained, output);
        Prepare();
        var tree = new RootTree(output, root);
        SystemFiles.AddUsers(tree);
        if (!features.IsInvariantTimezone)
            SystemFiles.AddTimeZones(root, tree);

        var search = new LibrarySearch(root, program);
        var closure = new LibraryClosure(search, app, features.OptionalLibraries);
        closure.AddApp();
        var known = new KnownLibraries(root, search, closure, app, features);
        known.Add(tree);

        var loader = root.Find(program.Interpreter)?.Path;
        foreach (var library in closure.Libraries)
            Copy(tree, search, library, isLoader: root.Find(library.Path)?.Path == loader);
        if (search.Folders.PathFile is { } pathFile)
            tree.TryCopy(pathFile);
        tree.Finish();
        return new CollectedFiles([.. closure.Libraries.Select(library => library.Path)], known.HasOpenSsl);
    }

    private static void Copy(RootTree tree, LibrarySearch search, FoundLibrary library, bool isLoader)
    {
        tree.TryCopy(library.Path, isLoader);
        // Without its cache the loader knows its built-in folders only; the one that holds the C library is one of them.
        if (!library.IsBuiltIn && search.Find("libc.so.6") is { IsBuiltIn: true } libc)
            tree.AddLink(libc.Folder + library.Path[library.Path.LastIndexOf('/')..], library.Path);
    }

    private void Prepare()
    {
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
        {
            if (!File.Exists(Mark))
                throw new ContainerException(ScratchDiagnostics.ForeignRoot, output);
            Directory.Delete(output, recursive: true);
        }
        Directory.CreateDirectory(output);
        File.WriteAllText(Mark, "");
    }
}
