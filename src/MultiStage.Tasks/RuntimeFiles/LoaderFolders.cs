namespace MultiStage.RuntimeFiles;

/// <summary>The folders that a dynamic loader searches by itself.</summary>
internal sealed class LoaderFolders
{
    private const int MostFiles = 256;

    /// <param name="root">The builder's file system.</param>
    /// <param name="program">Tells which loader, and for which processor.</param>
    public LoaderFolders(RootFolder root, ElfFile program)
    {
        var interpreter = program.Interpreter;
        var name = interpreter[(interpreter.LastIndexOf('/') + 1)..];
        IsMusl = name.StartsWith("ld-musl-", StringComparison.Ordinal);
        if (IsMusl)
        {
            var path = "/etc/" + name.Split('.')[0] + ".path";
            PathFile = root.Find(path) is { IsFolder: false } ? path : null;
            BuiltIn = PathFile is null ? ["/lib", "/usr/local/lib", "/usr/lib"] : Split(Text(root, path));
            return;
        }
        BuiltIn =
        [
            .. Triplet(program.Machine) is { } triplet ? new[] { "/lib/" + triplet, "/usr/lib/" + triplet } : [],
            .. program.Is64Bit ? new[] { "/lib64", "/usr/lib64" } : [],
            "/lib", "/usr/lib",
        ];
        Configured = [.. ReadConfiguration(root).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether the loader is that of musl (Alpine) rather than of glibc.</summary>
    public bool IsMusl { get; }

    /// <summary>Folders that the loader knows without any file.</summary>
    public IReadOnlyList<string> BuiltIn { get; }

    /// <summary>Folders of /etc/ld.so.conf: the loader finds them through a cache, which the image does not have.</summary>
    public IReadOnlyList<string> Configured { get; } = [];

    /// <summary>The file that tells musl's loader where to look; null for none.</summary>
    public string? PathFile { get; }

    private static string[] Split(string text) =>
        [.. text.Split([':', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(folder => folder.StartsWith('/'))];

    // Debian and its kin keep the libraries of each processor apart.
    private static string? Triplet(int machine) => machine switch
    {
        3 => "i386-linux-gnu",
        21 => "powerpc64le-linux-gnu",
        22 => "s390x-linux-gnu",
        40 => "arm-linux-gnueabihf",
        62 => "x86_64-linux-gnu",
        183 => "aarch64-linux-gnu",
        243 => "riscv64-linux-gnu",
        258 => "loongarch64-linux-gnu",
        _ => null,
    };

    private static IEnumerable<string> ReadConfiguration(RootFolder root)
    {
        var files = new Queue<string>(["/etc/ld.so.conf"]);
        for (var read = 0; read < MostFiles && files.TryDequeue(out var file); read++)
        {
            foreach (var line in Text(root, file).Split('\n').Select(line => line.Split('#')[0].Trim()))
            {
                if (line.StartsWith("include ", StringComparison.Ordinal))
                    foreach (var included in Matches(root, line["include ".Length..].Trim()))
                        files.Enqueue(included);
                else if (line.StartsWith('/'))
                    // An old form names the C library behind the folder.
                    yield return line.Split('=', ' ', '\t')[0];
            }
        }
    }

    private static IEnumerable<string> Matches(RootFolder root, string pattern)
    {
        var path = pattern.StartsWith('/') ? pattern : "/etc/" + pattern;
        var slash = path.LastIndexOf('/');
        return root.Find(path[..slash]) is { IsFolder: true } folder
            ? Directory.EnumerateFiles(root.OnHost(folder.Path), path[(slash + 1)..]).Order(StringComparer.Ordinal)
                .Select(file => folder.Path + "/" + Path.GetFileName(file))
            : [];
    }

    private static string Text(RootFolder root, string path) =>
        root.Find(path) is { IsFolder: false } file ? FileText.Read(root.OnHost(file.Path)) ?? "" : "";
}
