using System.Globalization;
using MultiStage.Diagnostics;

namespace MultiStage.Tasks;

/// <summary>
/// The folder of one project instance, held for as long as its build lasts. Who finds it held by another build takes the
/// next one, NAME.2, so that nobody waits and nobody builds from what another has written.
/// </summary>
/// <remarks>Held means that a file beside the folder is open and locked: the system lets go of it however the process ends.</remarks>
internal sealed class InstanceFolder : IDisposable
{
    // More builds of one project at once than any machine runs.
    private const int MostFolders = 100;

    private FileStream? hold;

    private InstanceFolder(string path, FileStream? hold)
    {
        Path = path;
        this.hold = hold;
    }

    /// <summary>Absolute path, with a separator at its end.</summary>
    public string Path { get; private set; }

    public bool IsHeld => hold is not null;

    /// <summary>The folder of that name for one who only writes files for people: not held.</summary>
    /// <param name="parent">Absolute path of the folder for all instances.</param>
    public static InstanceFolder Of(string parent, string name) => new(At(parent, name), null);

    /// <summary>The first folder of that name that no other build holds.</summary>
    /// <exception cref="ContainerException">MST1007: the place cannot be written. MST1031: all are held.</exception>
    public static InstanceFolder Take(string parent, string name)
    {
        for (var number = 1; number <= MostFolders; number++)
        {
            var path = At(parent, number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"));
            if (TryHold(path) is { } hold)
                return new InstanceFolder(path, hold);
        }
        throw new ContainerException(ProjectDiagnostics.FolderInUse, At(parent, name));
    }

    /// <summary>Holds this very folder; whether that was possible.</summary>
    public bool TryHold() => IsHeld || (hold = TryHold(Path)) is not null;

    /// <summary>Does something while the folder is held. Waits for a moment when another build holds it.</summary>
    /// <exception cref="ContainerException">MST1031: it is held for longer than writing a few files takes.</exception>
    public void WhileHeld(Action work, TimeSpan patience)
    {
        if (IsHeld)
        {
            work();
            return;
        }
        var end = DateTime.UtcNow + patience;
        FileStream? moment;
        while ((moment = TryHold(Path)) is null)
        {
            if (DateTime.UtcNow >= end)
                throw new ContainerException(ProjectDiagnostics.FolderInUse, Path);
            Thread.Sleep(50);
        }
        using (moment)
            work();
    }

    /// <summary>Removes folders, unless a build holds them.</summary>
    /// <returns>Those that are held.</returns>
    public static IReadOnlyList<string> Remove(string parent, Func<string, bool> isWanted)
    {
        var held = new List<string>();
        if (!Directory.Exists(parent))
            return held;
        foreach (var folder in new DirectoryInfo(parent).EnumerateDirectories().Where(folder => isWanted(folder.Name)))
        {
            using var hold = TryHold(folder.FullName);
            if (hold is null)
                held.Add(folder.FullName);
            // A link leads to what is not ours.
            else if (folder.LinkTarget is null)
                folder.Delete(recursive: true);
            else
                folder.Delete();
        }
        foreach (var file in new DirectoryInfo(parent).EnumerateFiles("*" + LockExtension))
            if (isWanted(file.Name[..^LockExtension.Length]) && !held.Contains(file.FullName[..^LockExtension.Length]))
                file.Delete();
        if (!Directory.EnumerateFileSystemEntries(parent).Any())
            Directory.Delete(parent);
        return held;
    }

    public void Dispose()
    {
        hold?.Dispose();
        hold = null;
    }

    private const string LockExtension = ".lock";

    private static string At(string parent, string name) =>
        System.IO.Path.Combine(parent, name) + System.IO.Path.DirectorySeparatorChar;

    private static FileStream? TryHold(string folder)
    {
        var path = System.IO.Path.TrimEndingDirectorySeparator(folder) + LockExtension;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException exception) when (IsHeldByAnother(exception, path))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(ProjectDiagnostics.WriteFailed, path, exception.Message);
        }
    }

    // A full disk or a folder that is gone is no other build.
    private static bool IsHeldByAnother(IOException exception, string path) =>
        exception.GetType() == typeof(IOException) && File.Exists(path)
        && (OperatingSystem.IsWindows() ? (exception.HResult & 0xFFFF) is 32 or 33 : exception.HResult == WouldBlock);

    // What the runtime reports for a file that another descriptor has locked, on Linux and on macOS.
    private static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11;
}
