using MultiStage.Diagnostics;

namespace MultiStage.RuntimeFiles;

/// <summary>The files that OpenSSL reads: its settings, the modules that they name, and certificates.</summary>
internal static class OpenSslFiles
{
    private const string Bundle = "/etc/ssl/certs/ca-certificates.crt";

    // Debian, Ubuntu and Alpine; Fedora and Azure Linux; SUSE; BSD's name for it.
    private static readonly string[] Bundles = [Bundle, "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

    /// <summary>Adds what belongs to the OpenSSL that is part of the closure.</summary>
    /// <exception cref="ContainerException">MST5103: the builder has no CA certificates.</exception>
    public static void Add(RootFolder root, LibraryClosure closure, RootTree tree)
    {
        var folders = closure.Libraries.Where(library => library.Path.Contains("/libcrypto.", StringComparison.Ordinal))
            .Select(library => root.OnHost(root.Find(library.Path)!.Path))
            .Select(file => (Settings: FileText.Quoted(file, "OPENSSLDIR: "), Modules: FileText.Quoted(file, "MODULESDIR: ")))
            .FirstOrDefault();
        AddCertificates(root, tree, folders.Settings ?? "/etc/ssl");
        AddSettings(root, closure, tree, folders.Settings ?? "/etc/ssl", folders.Modules);
    }

    // The system's certificates are found wherever they are looked for: by path, or in the folder that OpenSSL has built in.
    private static void AddCertificates(RootFolder root, RootTree tree, string settings)
    {
        var bundle = Bundles.Select(root.Find).FirstOrDefault(file => file is { IsFolder: false })
            ?? throw new ContainerException(ScratchDiagnostics.PartMissing, "cryptography or TLS", "CA certificates (ca-certificates)",
                "ContainerOpenSsl", "false");
        tree.AddText(Bundle, File.ReadAllText(root.OnHost(bundle.Path)));
        tree.AddLink(settings + "/certs", "/etc/ssl/certs");
        tree.AddLink(settings + "/cert.pem", Bundle);
    }

    private static void AddSettings(RootFolder root, LibraryClosure closure, RootTree tree, string folder, string? modules)
    {
        var text = Copy(folder + "/openssl.cnf");
        foreach (var included in text.Split('\n').Where(line => line.StartsWith(".include", StringComparison.Ordinal))
            .Select(line => line[".include".Length..].Trim(' ', '=', '\t', '\r')).ToList())
        {
            var path = included.StartsWith('/') ? included : folder + "/" + included;
            if (root.Find(path) is not { IsFolder: true } files)
                text += Copy(path);
            else
                foreach (var file in Directory.EnumerateFiles(root.OnHost(files.Path), "*.c*nf").Order(StringComparer.Ordinal))
                    text += Copy(path + "/" + Path.GetFileName(file));
        }
        if (modules is null || root.Find(modules) is not { IsFolder: true } found)
            return;
        foreach (var file in Directory.EnumerateFiles(root.OnHost(found.Path), "*.so").Order(StringComparer.Ordinal))
            if (text.Contains(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal))
                closure.TryAddAt(modules + "/" + Path.GetFileName(file));

        string Copy(string path) =>
            root.Find(path) is { IsFolder: false } file && tree.TryCopy(path)
                ? WithoutComments(FileText.Read(root.OnHost(file.Path)) ?? "")
                : "";
    }

    private static string WithoutComments(string text) => string.Concat(text.Split('\n').Select(line => line.Split('#')[0].Trim() + "\n"));
}
