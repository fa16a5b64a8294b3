namespace MultiStage.Images;

/// <summary>
/// Where Docker and the containers tools (podman, buildah, skopeo) keep what they know of registries. Nothing here needs to exist.
/// </summary>
internal sealed class EngineFolders(RegistryOptions options)
{
    private readonly string? home = Variable(options, "HOME") ?? Variable(options, "USERPROFILE");
    private readonly string? config = Variable(options, "XDG_CONFIG_HOME");

    /// <summary>The daemon's own file, that of a rootless daemon, and that of Docker Desktop.</summary>
    public IEnumerable<string> DockerDaemonFiles =>
        Under(OperatingSystem.IsWindows() ? System("docker/config") : System("docker"), UserConfig("docker"), Home(".docker"))
            .Select(folder => Path.Combine(folder, "daemon.json"));

    /// <summary>
    /// One main file, the user's before the machine's, and after it every file of the drop-in folders, which are read on top.
    /// </summary>
    public IEnumerable<string> ContainersFiles
    {
        get
        {
            var folders = Under(UserConfig("containers"), System("containers")).ToList();
            var main = Variable(options, "CONTAINERS_REGISTRIES_CONF")
                ?? folders.Select(folder => Path.Combine(folder, "registries.conf")).FirstOrDefault(File.Exists);
            return (main is null ? [] : (string[])[main]).Concat(folders.SelectMany(DropIns));
        }
    }

    /// <summary>Folders with a folder per registry that holds certificates.</summary>
    public IEnumerable<string> CertificateFolders =>
        Under(UserConfig("docker"), UserConfig("containers"), Home(".docker"), System("docker"), System("containers"))
            .Select(folder => Path.Combine(folder, "certs.d"));

    private static IEnumerable<string> DropIns(string folder)
    {
        var dropIns = Path.Combine(folder, "registries.conf.d");
        return Directory.Exists(dropIns) ? Directory.EnumerateFiles(dropIns, "*.conf").Order(StringComparer.Ordinal) : [];
    }

    private static IEnumerable<string> Under(params string?[] folders) => folders.OfType<string>();

    private string? System(string name) => options.SystemFolder is { } folder ? Path.Combine(folder, name) : null;

    private string? UserConfig(string name) => (config ?? Home(".config")) is { } folder ? Path.Combine(folder, name) : null;

    private string? Home(string name) => home is null ? null : Path.Combine(home, name);

    private static string? Variable(RegistryOptions options, string name) =>
        options.Environment(name) is { Length: > 0 } value ? value : null;
}
