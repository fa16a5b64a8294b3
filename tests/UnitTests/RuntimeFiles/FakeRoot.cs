using MultiStage.RuntimeFiles;
using MultiStage.UnitTests.Images;

namespace MultiStage.UnitTests.RuntimeFiles;

/// <summary>The file system of a builder and the published files of an app, made of small files.</summary>
internal sealed class FakeRoot : IDisposable
{
    public const string Loader = "/lib64/ld-linux-x86-64.so.2";
    private const string Libraries = "/usr/lib/x86_64-linux-gnu";

    private readonly TempFolder folder = new();

    /// <summary>Debian's way: /lib is a link, and each processor has a folder of its own.</summary>
    public static FakeRoot Debian()
    {
        var root = new FakeRoot();
        Directory.CreateDirectory(root.folder["builder"]);
        Directory.CreateDirectory(root.folder["app"]);
        return root.Link("/lib", "usr/lib").Link("/lib64", "usr/lib64")
            .Link("/usr/lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2")
            .Library(Libraries + "/ld-linux-x86-64.so.2").Library(Libraries + "/libc.so.6", trailer: "GLIBC_2.34");
    }

    /// <summary>All that a .NET app can ask for.</summary>
    public static FakeRoot Full() => Debian()
        .Library(Libraries + "/libssl.so.3", needed: ["libcrypto.so.3", "libc.so.6"])
        .Library(Libraries + "/libcrypto.so.3",
            trailer: "OPENSSLDIR: \"/usr/lib/ssl\"\0MODULESDIR: \"/usr/lib/x86_64-linux-gnu/ossl-modules\"\0")
        .Library(Libraries + "/ossl-modules/legacy.so").Library(Libraries + "/ossl-modules/fips.so")
        .Text("/etc/ssl/openssl.cnf", "# legacy is off\n[provider_sect]\nfips = fips_sect\n")
        .Link("/usr/lib/ssl/openssl.cnf", "/etc/ssl/openssl.cnf")
        .Text("/etc/ssl/certs/ca-certificates.crt", "certificates")
        .Library(Libraries + "/libicudata.so.74.2").Link(Libraries + "/libicudata.so.74", "libicudata.so.74.2")
        .Library(Libraries + "/libicuuc.so.74", needed: ["libicudata.so.74"])
        .Library(Libraries + "/libicui18n.so.74", needed: ["libicuuc.so.74"])
        .Library(Libraries + "/libicuuc.so.9").Library(Libraries + "/libicuuc.so")
        .Text("/usr/share/zoneinfo/UTC", "TZif").Text("/usr/share/zoneinfo/Europe/Berlin", "TZif")
        .Text("/usr/share/zoneinfo/right/UTC", "TZif");

    public RootFolder Builder => new(folder["builder"]);

    public string Output => folder["out"];

    public RootFolder Image => new(Output);

    /// <summary>Paths of files and links in the image, sorted.</summary>
    public IReadOnlyList<string> ImageFiles => [.. Below(Output).Select(entry => entry[Output.Length..]).Order(StringComparer.Ordinal)];

    public FakeRoot Library(string path, string[]? needed = null, string trailer = "", string runPath = "", int machine = ElfBytes.X64) =>
        Write(path, new ElfBytes { Needed = needed ?? [], Trailer = trailer, RunPath = runPath, Machine = machine }.ToArray());

    public FakeRoot Text(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    public FakeRoot Link(string path, string target)
    {
        var place = OnHost(path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.CreateSymbolicLink(place, target);
        return this;
    }

    public FakeRoot Remove(string path)
    {
        File.Delete(Builder.OnHost(path));
        return this;
    }

    /// <summary>Adds a program to the app.</summary>
    public FakeRoot Program(string trailer = "", string interpreter = Loader, string name = "app", params string[] needed) =>
        Published(name, new ElfBytes { Interpreter = interpreter, Needed = needed.Length > 0 ? needed : ["libc.so.6"], Trailer = trailer });

    public FakeRoot Published(string name, ElfBytes content)
    {
        folder.Write("app/" + name, content.ToArray());
        return this;
    }

    public FakeRoot Published(string name)
    {
        folder.Write("app/" + name, "text");
        return this;
    }

    public CollectedFiles Collect(RuntimeFeatures? features = null) =>
        new RuntimeFilesCollector(Builder, Output).Collect(AppFiles.Read(folder["app"], "app"),
            features ?? new RuntimeFeatures { IsInvariantGlobalization = true, IsInvariantTimezone = true });

    public void Dispose() => folder.Dispose();

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFileSystemEntries(folder)
            .SelectMany(entry => new FileInfo(entry).LinkTarget is null && Directory.Exists(entry) ? Below(entry) : [entry]);

    private FakeRoot Write(string path, byte[] content)
    {
        var place = OnHost(path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place, content);
        return this;
    }

    private string OnHost(string path) => Builder.OnHost(Builder.Locate(path)!);
}
