using System.Globalization;
using MultiStage.Diagnostics;
using MultiStage.Images;
using MultiStage.Names;
using MultiStage.Planning;
using MultiStage.Publishing;

namespace MultiStage.Engines.Embedded;

/// <summary>Finds the files of copies and folders on this machine and makes layers of them.</summary>
/// <param name="contextFolder">Absolute path of the build context.</param>
/// <param name="publish">The published files of the platform.</param>
/// <param name="userOf">The user that a step means.</param>
internal sealed class StageFiles(string contextFolder, HostPublish publish, Func<UserStep, string> userOf)
{
    // Every layer takes its part of it, and reading it opens every file.
    private readonly Lazy<IReadOnlyList<PublishedFile>> published = new(() => PublishedFolder.Read(publish.Folder));

    // The layers that the image has. As in a builder, what belongs into another one stays with the app.
    private readonly HashSet<string> wanted = new(StringComparer.Ordinal) { AppLayers.Symbols };

    /// <summary>The layers of the steps, from the lowest up; none is empty.</summary>
    public IEnumerable<AppLayer> Layers(IReadOnlyList<FileStep> steps)
    {
        wanted.UnionWith(steps.Select(step => step.Step).OfType<CopyStep>().Where(copy => copy.From.Length > 0).SelectMany(copy => copy.Sources).Select(source => Name(source).Split('/')[0]));
        return WithFolders(steps).Where(layer => layer.Entries.Count > 0);
    }

    private IEnumerable<AppLayer> WithFolders(IEnumerable<FileStep> steps)
    {
        // A folder comes with the first layer that has files; alone it would be a layer for nothing.
        var made = new HashSet<string>(StringComparer.Ordinal);
        var folders = new List<LayerEntry>();
        foreach (var file in steps)
        {
            if (file.Step is WorkingDirectoryStep { Path.Length: > 1 } folder && made.Add(folder.Path))
                folders.Add(Folder(folder, file));
            if (file.Step is not CopyStep copy)
                continue;
            foreach (var layer in Layers(copy, file.Stage).Where(layer => layer.Entries.Count > 0))
            {
                var own = layer.Entries.Select(entry => entry.Path.Trim('/')).ToHashSet(StringComparer.Ordinal);
                yield return layer with { Entries = [.. folders.Where(entry => !own.Contains(entry.Path.Trim('/'))), .. layer.Entries] };
                folders.Clear();
            }
        }
        yield return new AppLayer("folders", folders);
    }

    private LayerEntry Folder(WorkingDirectoryStep folder, FileStep step)
    {
        var (user, group) = step.User is null ? (0, 0) : Owner(userOf(step.User), step.Stage, folder);
        return LayerEntry.Directory(folder.Path, userId: user, groupId: group);
    }

    private IEnumerable<AppLayer> Layers(CopyStep copy, string stage)
    {
        foreach (var source in copy.Sources)
        {
            if (copy.From.Length == 0)
                yield return FromContext(copy, source, stage);
            else
                foreach (var layer in Published(Name(source), copy))
                    yield return layer;
        }
    }

    private IEnumerable<AppLayer> Published(string name, CopyStep copy)
    {
        if (name == AppLayers.Root)
            return AppLayer.Of(name, copy.Destination, PublishedFolder.ReadAsIs(publish.RootFolder), publish.Origins);
        // A part of the layer: the folder behind its name.
        var (layer, folder) = name.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? (name[..end], name[(end + 1)..] + "/") : (name, "");
        var files = published.Value.Where(file => LayerOf(file) == layer && file.Path.StartsWith(folder, StringComparison.Ordinal))
            .Select(file => file with { Path = file.Path[folder.Length..] }).ToList();
        var layers = AppLayer.Of(name, copy.Destination, files, publish.Origins);
        return copy.HasContentTimes ? layers.Select(one => one.WithContentTimes()) : layers;
    }

    // A folder is made by the files in it; one without files is the app's.
    private string LayerOf(PublishedFile file) =>
        file.IsFolder && Directory.EnumerateFileSystemEntries(file.Source).Any() ? ""
        : publish.Origins.GetValueOrDefault(file.Path)?.Layer is { } layer && wanted.Contains(layer) ? layer
        : AppLayers.App;

    /// <summary>The layer that a copy of published files names, with a folder behind it or without: <c>app/wwwroot</c> for <c>/out/app/wwwroot/</c>.</summary>
    public static string Name(string source) => source[(BuildStages.OutputFolder.Length + 1)..].TrimEnd('/');

    private AppLayer FromContext(CopyStep copy, string source, string stage)
    {
        var name = copy.Origin ?? source;
        var path = Path.Combine(contextFolder, source);
        var isFolder = Directory.Exists(path);
        IReadOnlyList<PublishedFile> files = isFolder ? PublishedFolder.ReadAsIs(path) : [PublishedFolder.ReadFile(path)];
        var destination = isFolder && !copy.Destination.EndsWith('/') ? copy.Destination + "/" : copy.Destination;
        var (user, group) = copy.Owner is null ? (0, 0) : Owner(copy.Owner, stage, copy);
        var entries = AppLayer.Of(name, destination, files, new Dictionary<string, PublishedOrigin>()).SelectMany(layer => layer.Entries)
            .Select(entry => entry with { UserId = user, GroupId = group, Mode = entry.Kind == LayerEntryKind.SymbolicLink || copy.Mode is null ? entry.Mode : (UnixFileMode)Convert.ToInt32(copy.Mode, 8) })
            // A destination that is no folder is the new name of the one file.
            .Select(entry => isFolder || destination.EndsWith('/') ? entry : entry with { Path = destination });
        return new AppLayer(name, [.. entries]);
    }

    // Names of users stand in the base image's files, which nobody looks into here.
    private static (int User, int Group) Owner(string owner, string stage, Step step)
    {
        var numbers = owner.Split(':').Select(part => part == "root" ? 0 : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        return numbers.Count <= 2 && !numbers.Contains(-1)
            ? (numbers[0], numbers[^1])
            : throw new ContainerException(EngineDiagnostics.NotSupported, "The embedded engine",
                $"look up the user '{owner}' of {step.Origin ?? $"the stage '{stage}'"}", $"Give the user as a number, such as {AppUser.Number}:{AppUser.Number}.");
    }
}
