using System.Globalization;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Images;
using MultiStage.Publishing;

namespace MultiStage.Engines.Embedded;

/// <summary>Finds the files of copies and folders on this machine and makes layers of them.</summary>
/// <param name="contextFolder">The build context.</param>
/// <param name="publish">The published files of the platform.</param>
/// <param name="userOf">The user that a step means.</param>
/// <param name="passedOver">Hears of pipes, sockets and devices, which no layer gets.</param>
internal sealed class StageFiles(HostPath contextFolder, HostPublish publish, Func<UserStep, string> userOf,
    Action<string>? passedOver = null)
{
    // Every layer takes its part of it, and reading it opens every file.
    private readonly Lazy<IReadOnlyList<PublishedFile>> published = new(() => PublishedFolder.Read(publish.Folder, passedOver));

    // The layers that the image has. As in a builder, what belongs into another one stays with the app.
    private readonly HashSet<string> wanted = new(StringComparer.Ordinal) { AppLayers.Symbols };

    /// <summary>The layers of the steps, from the lowest up; none is empty.</summary>
    public IEnumerable<AppLayer> Layers(IReadOnlyList<FileStep> steps)
    {
        wanted.UnionWith(steps.Select(step => step.Step).OfType<CopyStep>().Select(copy => copy.Published?.Layer).OfType<string>());
        return WithFolders(steps).Where(layer => layer.Entries.Count > 0);
    }

    private IEnumerable<AppLayer> WithFolders(IEnumerable<FileStep> steps)
    {
        // A folder comes with the first layer that has files; alone it would be a layer for nothing.
        var made = new HashSet<ImagePath>();
        var folders = new List<LayerEntry>();
        foreach (var file in steps)
        {
            if (file.Step is WorkingDirectoryStep { Path.Bare.Length: > 0 } folder && made.Add(folder.Path))
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
        return LayerEntry.Directory(folder.Path.Text, userId: user, groupId: group);
    }

    private IEnumerable<AppLayer> Layers(CopyStep copy, string stage)
    {
        if (copy.Published is { } part)
            return Published(part, copy);
        return copy.EmptyFolder is { } name
            ? [EmptyFolder(copy, name, stage)]
            : copy.Sources.Select(source => FromContext(copy, source, stage));
    }

    private AppLayer EmptyFolder(CopyStep copy, string name, string stage)
    {
        var (user, group) = copy.OwnedBy is { } owner ? Owner(userOf(new UserStep(owner.Name, owner.Variable)), stage, copy) : (0, 0);
        return new AppLayer(copy.Origin ?? name, [LayerEntry.Directory(copy.Destination.Text + name, userId: user, groupId: group)]);
    }

    private IEnumerable<AppLayer> Published(PublishedPart part, CopyStep copy)
    {
        if (part.Layer == AppLayers.Root)
            return AppLayer.Of(part.Layer, copy.Destination, PublishedFolder.ReadAsIs(publish.RootFolder!.Value), publish.Origins);
        var files =
            published.Value.Where(file => LayerOf(file) == part.Layer && file.Path.StartsWith(part.Folder, StringComparison.Ordinal))
            .Select(file => file with { Path = file.Path[part.Folder.Length..] }).ToList();
        var layers = AppLayer.Of((part.Layer + "/" + part.Folder).TrimEnd('/'), copy.Destination, files, publish.Origins);
        return copy.HasContentTimes ? layers.Select(one => one.WithContentTimes()) : layers;
    }

    // A folder is made by the files in it; one without files is the app's.
    private string LayerOf(PublishedFile file) =>
        file.IsFolder && Directory.EnumerateFileSystemEntries(file.Source).Any() ? ""
        : publish.Origins.GetValueOrDefault(file.Path)?.Layer is { } layer && wanted.Contains(layer) ? layer
        : AppLayers.App;

    private AppLayer FromContext(CopyStep copy, CopySource source, string stage)
    {
        var name = copy.Origin ?? source.Text;
        var path = contextFolder / source.Text;
        var isFolder = Directory.Exists(path);
        IReadOnlyList<PublishedFile> files = isFolder ? PublishedFolder.ReadAsIs(path, passedOver) : [PublishedFolder.ReadFile(path)];
        var destination = isFolder ? copy.Destination.AsFolder : copy.Destination;
        var (user, group) = copy.Owner is null ? (0, 0) : Owner(copy.Owner, stage, copy);
        var entries = AppLayer.Of(name, destination, files, new Dictionary<string, PublishedOrigin>()).SelectMany(layer => layer.Entries)
            .Select(entry =>
                entry with { UserId = user, GroupId = group,
                    Mode = entry.Kind == LayerEntryKind.SymbolicLink || copy.Mode is null
                        ? entry.Mode
                        : (UnixFileMode)Convert.ToInt32(copy.Mode, 8) })
            // A destination that is no folder is the new name of the one file.
            .Select(entry => isFolder || destination.IsFolder ? entry : entry with { Path = destination.Text });
        return new AppLayer(name, [.. entries]);
    }

    // Names of users stand in the base image's files, which nobody looks into here.
    private static (int User, int Group) Owner(string owner, string stage, Step step)
    {
        var numbers = owner.Split(':')
            .Select(part =>
                part == "root" ? 0 : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                    : -1).ToList();
        return numbers.Count <= 2 && !numbers.Contains(-1)
            ? (numbers[0], numbers[^1])
            : throw new ContainerException(EngineDiagnostics.NotSupported, "The embedded engine",
                $"look up the user '{owner}' of {step.Origin ?? $"the stage '{stage}'"}",
                $"Give the user as a number, such as {AppUser.Number}:{AppUser.Number}.");
    }
}
