using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Explain;
using MultiStage.Images;
using MultiStage.Publishing;

namespace MultiStage.Engines.Embedded;

/// <summary>Finds the engine that is a part of the package and so is always here.</summary>
internal sealed class EmbeddedFinder : IEngineFinder
{
    public string Name => "embedded";

    public Task<EngineProbe> ProbeAsync(CancellationToken cancellation) => Task.FromResult(new EngineProbe("the embedded engine")
    {
        Capabilities = new EngineCapabilities
        {
            NeedsHostPublish = true,
            BuildsSeveralPlatforms = true,
            WritesOciArchive = true,
            WritesLayout = true,
            ReadsImageLocations = true,
        },
        Open = published =>
            new EmbeddedEngine(published ?? throw new InvalidOperationException("Nothing was published for the embedded engine.")),
    });
}

/// <summary>
/// Assembles images in this process: no daemon and no other program. The stage <c>publish</c> is this machine's own
/// publish, whose files it is given; the steps of the runtime stages become layers and configuration.
/// </summary>
internal sealed class EmbeddedEngine(HostPublication publication) : IContainerEngine
{
    public async Task<IReadOnlyList<ImageResult>> BuildAsync(BuildRequest request, IBuildObserver observer, CancellationToken cancellation)
    {
        List<ImageResult> results = [];
        foreach (var target in request.Targets)
        {
            var recipe = RuntimeImage.Of(request.Plan, target.Stage);
            observer.StageStarted(target.Stage);
            results.Add(target.Folder is { } folder
                ? Export(folder, recipe, publication.Published)
                : await ImageAsync(request, target, recipe, observer, cancellation).ConfigureAwait(false));
        }
        return results;
    }

    private async Task<ImageResult> ImageAsync(
        BuildRequest request, TargetRequest target, RuntimeImage recipe, IBuildObserver observer, CancellationToken cancellation)
    {
        var begun = (publication as BegunPublication)?.Session;
        using var own = begun is null ? new EmbeddedSession(request.ProjectFolder, request.ContextFolder) : null;
        var session = begun ?? own!;
        session.LogTo(observer.Output);
        var assembler = new ImageAssembler(session, path => observer.Diagnostic(
            new BuilderDiagnostic(IsError: false, ImageDiagnostics.SpecialFile.Code, ImageDiagnostics.SpecialFile.Format(path), path,
                0, 0, "")));

        List<AssembledImage> images = [];
        foreach (var publish in publication.Published)
        {
            Keep(publish);
            images.Add(await assembler.AssembleAsync(recipe, request, target, publish, cancellation).ConfigureAwait(false));
        }
        var set = images is [var only] ? ImageSet.Of(only.Image) : ImageSet.IndexOf(images.Select(image => image.Image));
        var delivery = await new ImageDelivery(session).DeliverAsync(set, target, cancellation).ConfigureAwait(false);
        if (!delivery.IsUnchanged)
            session.Store.Collect();
        return await ResultAsync(target, set, images, delivery, cancellation).ConfigureAwait(false);
    }

    // What was published here is what the stage would copy. As docker does it, several platforms have a folder each.
    private static ImageResult Export(Destination.Folder destination, RuntimeImage recipe, IReadOnlyList<HostPublish> published)
    {
        // The folder of a static site, or everything.
        var parts = recipe.Files.Select(file => file.Step).OfType<CopyStep>().Select(copy => copy.Published?.Folder)
            .OfType<string>().Sorted();
        using var delivery = new FolderDelivery(destination.Path, destination.List);
        foreach (var publish in published)
        {
            Keep(publish);
            var folder = published.Count == 1 ? delivery.Unfinished : Path.Combine(delivery.Unfinished, publish.Platform.Replace('/', '_'));
            PublishedFolder.Copy(Path.Combine(publish.Folder, parts.Count == 1 ? parts[0] : ""), folder);
        }
        return new ImageResult([], "", 0, 0, 0) { Files = delivery.Complete() };
    }

    private static void Keep(HostPublish publish)
    {
        PublishList.Update(publish.Folder, publish.Origins.Keys);
        PublishRecord.Write(publish);
    }

    private static async Task<ImageResult> ResultAsync(
        TargetRequest target, ImageSet set, List<AssembledImage> images, Delivery delivery, CancellationToken cancellation)
    {
        // What lies in an archive or layout is the OCI form.
        var top = target.IsPushed ? set : set.AsOci();
        var size = images.SelectMany(image => image.Image.Layers).DistinctBy(layer => layer.Blob.Descriptor.Digest)
            .Sum(layer => layer.Blob.Descriptor.Size);
        return new ImageResult(target.Names, top.Digest.ToString(), size, images.Sum(image => image.KnownLayers),
            images.Sum(image => image.WrittenLayers))
        {
            Platforms = [.. top.Images.Select(image => new PlatformImage(
                image.Platform.ToString(), image.Digest.ToString(), images.First(own => own.Image.Platform == image.Platform).BaseDigest))],
            MediaType = top.Top.Descriptor.MediaType,
            Manifest = Encoding.UTF8.GetString(await top.Top.ReadAsync(int.MaxValue, "The manifest", cancellation).ConfigureAwait(false)),
            Configuration = images is [var only]
                ? Encoding.UTF8.GetString(
                    await only.Image.Config.ReadAsync(int.MaxValue, "The configuration", cancellation).ConfigureAwait(false))
                : "",
            Path = delivery.Path,
            IsUnchanged = delivery.IsUnchanged,
            IsCompressed = true,
            UploadedBytes = delivery.UploadedBytes,
            Place = delivery.Place,
        };
    }
}
