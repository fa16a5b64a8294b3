using MultiStage.Diagnostics;

namespace MultiStage.RuntimeFiles;

/// <summary>The few files that make an empty image a system: users, places to write, names of hosts, time zones.</summary>
internal static class SystemFiles
{
    private const string ZoneFolder = "/usr/share/zoneinfo";

    // The same zones once more, with and without leap seconds, and sources of them.
    private static readonly HashSet<string> NotZones = new(StringComparer.Ordinal)
    {
        "posix", "right", "localtime", "posixrules", "leapseconds", "leap-seconds.list", "tzdata.zi", "+VERSION",
    };

    /// <summary>Adds users and folders.</summary>
    public static void AddUsers(RootTree tree)
    {
        tree.AddText("/etc/passwd",
            $"root:x:0:0:root:/root:/sbin/nologin\napp:x:{AppUser.Number}:{AppUser.Number}::/home/app:/sbin/nologin\n");
        tree.AddText("/etc/group", $"root:x:0:\napp:x:{AppUser.Number}:\n");
        tree.AddText("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        tree.AddFolder("/root");
        tree.AddSharedFolder("/tmp");
        // Engines copy files as root's; the app's user is to write here all the same.
        tree.AddSharedFolder("/home/app");
    }

    /// <summary>Adds the time zone database.</summary>
    /// <exception cref="ContainerException">MST5103: the builder has none.</exception>
    public static void AddTimeZones(RootFolder root, RootTree tree)
    {
        if (root.Find(ZoneFolder) is not { IsFolder: true } zones || root.Find(ZoneFolder + "/UTC") is null)
            throw new ContainerException(ScratchDiagnostics.PartMissing, "time zones", "time zone database (tzdata)",
                "InvariantTimezone", "true");
        tree.TryCopy(ZoneFolder);
        var folder = root.OnHost(zones.Path);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Where(entry => !NotZones.Contains(Path.GetFileName(entry)))
            .Order(StringComparer.Ordinal))
            foreach (var file in new FileInfo(entry).LinkTarget is null && Directory.Exists(entry) ? Zones(entry) : [entry])
                tree.TryCopy(zones.Path + "/" + Path.GetRelativePath(folder, file));
    }

    private static IEnumerable<string> Zones(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4 })
            .Order(StringComparer.Ordinal);
}
