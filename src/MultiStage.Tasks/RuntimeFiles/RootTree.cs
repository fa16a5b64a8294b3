using System.Text;

namespace MultiStage.RuntimeFiles;

/// <summary>
/// Writes the root folder of an image: copies from the builder at the same place, with the links that lead there.
/// Modes and times do not depend on the builder, so that the same libraries make the same layer.
/// </summary>
internal sealed class RootTree(string folder, RootFolder source)
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode SharedFolderMode = FolderMode | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;

    private static readonly DateTime Time = DateTime.UnixEpoch.AddSeconds(1);

    private readonly RootFolder output = new(folder);
    private readonly SortedSet<string> written = new(StringComparer.Ordinal);

    /// <summary>Copies a file, or a folder without its content, and the links on the way to it.</summary>
    /// <param name="isProgram">Whether it may be executed, as the loader has to be.</param>
    /// <returns>Whether the builder has it.</returns>
    public bool TryCopy(string path, bool isProgram = false)
    {
        if (source.Find(path) is not { } found)
            return false;
        foreach (var (link, target) in found.Links)
            AddLink(link, target);
        if (found.IsFolder)
            AddFolder(found.Path);
        else
            Write(found.Path, place => File.Copy(source.OnHost(found.Path), place, overwrite: true), isProgram ? FolderMode : FileMode);
        return true;
    }

    /// <summary>Writes a file of our own, unless there is one.</summary>
    public void AddText(string path, string text) =>
        Write(Place(path), place => File.WriteAllText(place, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)), FileMode);

    /// <summary>Makes a link, unless there is something at its place.</summary>
    public void AddLink(string path, string target)
    {
        // Links on the way to it lead to the place; the last part is the link itself.
        var slash = path.LastIndexOf('/');
        var place = Place(path[..slash]) + path[slash..];
        if (new FileInfo(output.OnHost(place)).LinkTarget is not null || output.Find(place) is not null)
            return;
        AddFolder(Place(path[..slash]));
        File.CreateSymbolicLink(output.OnHost(place), target);
        written.Add(place);
    }

    /// <summary>Makes a folder that only root may change.</summary>
    public void AddFolder(string path) => AddFolder(path, FolderMode);

    /// <summary>Makes a folder where everybody may add files.</summary>
    public void AddSharedFolder(string path) => AddFolder(path, SharedFolderMode);

    /// <summary>Sets the times of all that was written; the last step, as each new file changes that of its folder.</summary>
    public void Finish()
    {
        foreach (var path in written.Reverse())
            File.SetLastWriteTimeUtc(output.OnHost(path), Time);
        Directory.SetLastWriteTimeUtc(output.OnHost("/"), Time);
    }

    private void AddFolder(string path, UnixFileMode mode)
    {
        var place = Place(path);
        var slash = place.LastIndexOf('/');
        if (slash > 0)
            AddFolder(place[..slash], FolderMode);
        if (place.Length <= 1 || !written.Add(place))
            return;
        Directory.CreateDirectory(output.OnHost(place));
        SetMode(place, mode);
    }

    private void Write(string place, Action<string> write, UnixFileMode mode)
    {
        if (!written.Add(place))
            return;
        AddFolder(place[..place.LastIndexOf('/')]);
        write(output.OnHost(place));
        SetMode(place, mode);
    }

    private string Place(string path) => output.Locate(path) ?? throw new IOException($"The links of '{path}' go in a circle.");

    private void SetMode(string place, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(output.OnHost(place), mode);
    }
}
