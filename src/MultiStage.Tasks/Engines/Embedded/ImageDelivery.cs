using MultiStage.Engines.Contract;
using MultiStage.Images;

namespace MultiStage.Engines.Embedded;

/// <summary>Where an image went.</summary>
/// <param name="IsUnchanged">Whether it was there already.</param>
/// <param name="Place">The file, folder or engine, for the summary; empty for a registry.</param>
internal sealed record Delivery(bool IsUnchanged, string Place)
{
    /// <summary>The archive or layout; null for none.</summary>
    public HostPath? Path { get; init; }

    /// <summary>Bytes that went to a registry.</summary>
    public long UploadedBytes { get; init; }
}

/// <summary>Brings a finished image where the request wants it.</summary>
internal sealed class ImageDelivery(EmbeddedSession session)
{
    /// <summary>Delivers to every destination; the summary tells the first, and the path is that of the file or folder.</summary>
    public async Task<Delivery> DeliverAsync(ImageSet set, TargetRequest target, CancellationToken cancellation)
    {
        var names = target.Names.Select(WholeReference.Parse).ToList();
        List<Delivery> all = [];
        foreach (var destination in target.Destinations)
            all.Add(await DeliverAsync(destination, set, names, target.Names, cancellation).ConfigureAwait(false));
        return all[0] with
        {
            IsUnchanged = all.All(delivery => delivery.IsUnchanged),
            Path = all.Select(delivery => delivery.Path).FirstOrDefault(path => path is not null),
            UploadedBytes = all.Sum(delivery => delivery.UploadedBytes),
        };
    }

    private Task<Delivery> DeliverAsync(Destination destination, ImageSet set, List<ImageReference> names, IReadOnlyList<string> texts,
        CancellationToken cancellation) =>
        destination switch
        {
            Destination.Registry => PushAsync(set, names, cancellation),
            Destination.Layout layout => LayoutAsync(set, names, layout.Path, cancellation),
            Destination.Archive archive => ArchiveAsync(set, names, archive.Path, archive.IsOci, cancellation),
            Destination.Store store => KeepAsync(store, set, names, texts, cancellation),
            _ => throw new InvalidOperationException($"An image cannot go to {destination}."),
        };

    private async Task<Delivery> KeepAsync(
        Destination.Store store, ImageSet set, List<ImageReference> names, IReadOnlyList<string> texts, CancellationToken cancellation) =>
        !set.IsIndex && await StoreAsync(store.Program, cancellation).ConfigureAwait(false) is { } local
            ? await LoadAsync(set, names, texts, local, cancellation).ConfigureAwait(false)
            : await ArchiveAsync(set, names, store.FallbackArchive!.Value, set.IsIndex, cancellation).ConfigureAwait(false);

    private async Task<Delivery> PushAsync(ImageSet set, List<ImageReference> names, CancellationToken cancellation)
    {
        var result = await ImageDestination.PushAsync(session.Client, set, names[0], [.. names.Select(name => name.Tag)], cancellation)
            .ConfigureAwait(false);
        return new Delivery(result.Blobs.Values.All(outcome => outcome == BlobOutcome.Existing),
            "") { UploadedBytes = result.UploadedBytes };
    }

    private async Task<Delivery> LayoutAsync(ImageSet set, List<ImageReference> names, HostPath path, CancellationToken cancellation)
    {
        await ImageDestination.WriteLayoutAsync(set, path, names, session.Client.Options.Limits, cancellation).ConfigureAwait(false);
        return new Delivery(IsUnchanged: false, path) { Path = path };
    }

    private async Task<Delivery> ArchiveAsync(ImageSet set, List<ImageReference> names, HostPath path, bool isOci,
        CancellationToken cancellation)
    {
        var record = new ArchiveRecord(session.Store, path, $"{set.Digest} {(isOci ? "oci" : "docker")} {string.Join(' ', names)}");
        if (record.IsCurrent())
            return new Delivery(IsUnchanged: true, path) { Path = path };
        AtomicFile.RemoveAbandoned(path);
        await using (var archive = await BeginAsync(path, set, cancellation).ConfigureAwait(false))
            await archive.CompleteAsync(set, names, docker: !isOci, cancellation).ConfigureAwait(false);
        record.Save();
        return new Delivery(IsUnchanged: false, path) { Path = path };
    }

    private async Task<PendingArchive> BeginAsync(HostPath path, ImageSet set, CancellationToken cancellation) =>
        session.Archive is { } start && await start.TakeAsync(path, set).WaitAsync(cancellation).ConfigureAwait(false) is { } begun
            ? begun
            : await PendingArchive.BeginAsync(path, [], cancellation).ConfigureAwait(false);

    private static async Task<Delivery> LoadAsync(ImageSet set, List<ImageReference> names, IReadOnlyList<string> texts, LocalStore local,
        CancellationToken cancellation)
    {
        if (await local.HasAsync(set.Images[0], texts, cancellation).ConfigureAwait(false))
            return new Delivery(IsUnchanged: true, local.Program);
        await local.LoadAsync(set, names, cancellation).ConfigureAwait(false);
        return new Delivery(IsUnchanged: false, local.Program);
    }

    // One that is asked for must be there; otherwise the first that answers.
    private static async Task<LocalStore?> StoreAsync(string name, CancellationToken cancellation)
    {
        if (name.Length > 0)
            return new LocalStore(name);
        foreach (var candidate in (string[])["docker", "podman"])
        {
            var store = new LocalStore(candidate);
            if (await store.IsUsableAsync(cancellation).ConfigureAwait(false))
                return store;
        }
        return null;
    }
}
