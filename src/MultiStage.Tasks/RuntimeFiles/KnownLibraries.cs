using MultiStage.Diagnostics;

namespace MultiStage.RuntimeFiles;

/// <summary>Adds what .NET opens by name, which no header of a file tells, and the files that belong to it.</summary>
internal sealed class KnownLibraries(RootFolder root, LibrarySearch search, LibraryClosure closure, AppFiles app, RuntimeFeatures features)
{
    // In the order in which .NET tries them.
    private static readonly string[] OpenSslNames = ["libssl.so.3", "libssl.so.1.1"];
    private const string Cryptography = "System.Security.Cryptography.dll";

    /// <summary>Whether OpenSSL is part of the image; known after <see cref="Add"/>.</summary>
    public bool HasOpenSsl { get; private set; }

    /// <summary>Adds the libraries to the closure and their data to the tree.</summary>
    /// <exception cref="ContainerException">MST5102, MST5103: something is missing.</exception>
    public void Add(RootTree tree)
    {
        foreach (var name in features.OpenedLibraries)
            closure.Add(name, "ContainerRuntimeLibrary");
        if (UsesIcu)
            AddIcu(tree);
        if (UsesOpenSsl)
            AddOpenSsl(tree);
        if (!search.Folders.IsMusl)
            AddNameService();
    }

    private bool UsesIcu =>
        !features.IsInvariantGlobalization && !features.HasOwnIcu
        && (app.Has("libSystem.Globalization.Native.so") || app.ProgramContains("libicuuc"));

    // Trimming removes the assembly of an app that uses none of it, but never the native part. In a native AOT program
    // the native part is there only when something refers to it; there are no assemblies to ask.
    private bool UsesOpenSsl =>
        features.UsesOpenSsl
        ?? (app.Has("libSystem.Security.Cryptography.Native.OpenSsl.so") ? app.Has(Cryptography)
            : app.ProgramContains("usable version of libssl")
                && (!app.ProgramContains("DOTNET_BUNDLE_EXTRACT_BASE_DIR") || app.ProgramContains(Cryptography)));

    private void AddIcu(RootTree tree)
    {
        var version = search.Versions("libicuuc.so").FirstOrDefault(number => search.Find($"libicui18n.so.{number}") is not null);
        if (version == 0)
            throw new ContainerException(ScratchDiagnostics.PartMissing, "cultures", "ICU (libicuuc, libicui18n)",
                "InvariantGlobalization", "true");
        closure.TryAdd($"libicuuc.so.{version}");
        closure.TryAdd($"libicui18n.so.{version}");
        // Alpine keeps the data beside the libraries.
        if (root.Find("/usr/share/icu") is not { IsFolder: true } data)
            return;
        foreach (var file in Directory.EnumerateFiles(root.OnHost(data.Path), "icudt*.dat",
            new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }))
            tree.TryCopy(data.Path + "/" + Path.GetRelativePath(root.OnHost(data.Path), file));
    }

    private void AddOpenSsl(RootTree tree)
    {
        if (OpenSslNames.FirstOrDefault(name => search.Find(name) is not null) is not { } library)
            throw new ContainerException(ScratchDiagnostics.PartMissing, "cryptography or TLS", "OpenSSL (libssl)",
                "ContainerOpenSsl", "false");
        closure.TryAdd(library);
        HasOpenSsl = true;
        OpenSslFiles.Add(root, closure, tree);
    }

    // Since glibc 2.34 the C library looks up hosts and users itself; before, it opens these.
    private void AddNameService()
    {
        if (search.Find("libc.so.6") is not { } libc || root.Find(libc.Path) is not { } file
            || FileText.Contains(root.OnHost(file.Path), "GLIBC_2.34"))
            return;
        foreach (var name in new[] { "libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2" })
            closure.TryAdd(name);
    }
}
