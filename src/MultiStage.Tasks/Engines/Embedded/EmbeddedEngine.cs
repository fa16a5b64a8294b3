using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Images;
using MultiStage.Publishing;
using MultiStage.Rendering;

namespace MultiStage.Engines.Embedded;

/// <summary>
/// Assembles the image in this process: no daemon and no other program. The stage <c>publish</c> is this machine's own
/// publish, whose files come with the request; the steps of the runtime stages become layers and configuration.
/// </summary>
internal sealed class EmbeddedEngine : IContainerEngine
{
    /// <summary>The value of <c>ContainerEngine</c>.</summary>
    public const string EngineName = "embedded";

    public string Name => EngineName;

    // It is a part of the package and so is always here.
    public Task<EngineProbe> ProbeAsync(CancellationToken cancellation) =>
        Task.FromResult(new EngineProbe("the embedded engine", null, DockerfileDialect.Portable));

    public async Task<ImageResult> BuildAsync(BuildRequest request, IBuildObserver observer, CancellationToken cancellation)
    {
        var recipe = RuntimeImage.Of(request.Plan, request.Target);
        var inputs = request.Embedded!;
        observer.StageStarted(request.Target);
        if (request.ExportFolder.Length > 0)
            return Export(request, recipe, inputs.Published);
        using var own = inputs.Session is null ? new EmbeddedSession(inputs.ProjectFolder, request.ContextFolder) : null;
        var session = inputs.Session ?? own!;
        session.LogTo(observer.Output);
        var assembler = new ImageAssembler(session, path => observer.Diagnostic(
            new BuilderDiagnostic(IsError: false, ImageDiagnostics.SpecialFile.Code, ImageDiagnostics.SpecialFile.Format(path), path, 0, 0, "")));

        List<AssembledImage> images = [];
        foreach (var publish in inputs.Published)
        {
            Keep(publish);
            images.Add(await assembler.AssembleAsync(recipe, request, publish, cancellation).ConfigureAwait(false));
        }
        var set = images is [var only] ? ImageSet.Of(only.Image) : ImageSet.IndexOf(images.Select(image => image.Image));
        var delivery = await new ImageDelivery(session).DeliverAsync(set, request, cancellation).ConfigureAwait(false);
        if (!delivery.IsUnchanged)
            session.Store.Collect();
        return await ResultAsync(request, set, images, delivery, cancellation).ConfigureAwait(false);
    }

    // What was published here is what the stage would copy. As docker does it, several platforms have a folder each.
    private static ImageResult Export(BuildRequest request, RuntimeImage recipe, IReadOnlyList<HostPublish> published)
    {
        // The folder of a static site, or everything.
        var parts = recipe.Files.Select(file => file.Step).OfType<CopyStep>().Select(copy => copy.Published?.Folder).OfType<string>().Sorted();
        using var delivery = new FolderDelivery(request.ExportFolder, request.ExportList);
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

    private static async Task<ImageResult> ResultAsync(BuildRequest request, ImageSet set, List<AssembledImage> images, Delivery delivery, CancellationToken cancellation)
    {
        // What lies in an archive or layout is the OCI form.
        var top = request.Push ? set : set.AsOci();
        var size = images.SelectMany(image => image.Image.Layers).DistinctBy(layer => layer.Blob.Descriptor.Digest).Sum(layer => layer.Blob.Descriptor.Size);
        return new ImageResult(request.Names, top.Digest.ToString(), size, images.Sum(image => image.KnownLayers), images.Sum(image => image.WrittenLayers))
        {
            Platforms = [.. top.Images.Select(image => new PlatformImage(
                image.Platform.ToString(), image.Digest.ToString(), images.First(own => own.Image.Platform == image.Platform).BaseDigest))],
            MediaType = top.Top.Descriptor.MediaType,
            Manifest = Encoding.UTF8.GetString(await top.Top.ReadAsync(int.MaxValue, "The manifest", cancellation).ConfigureAwait(false)),
            Configuration = images is [var only] ? Encoding.UTF8.GetString(await only.Image.Config.ReadAsync(int.MaxValue, "The configuration", cancellation).ConfigureAwait(false)) : "",
            Path = delivery.Path,
            IsUnchanged = delivery.IsUnchanged,
            IsCompressed = true,
            UploadedBytes = delivery.UploadedBytes,
            Place = delivery.Place,
        };
    }
}
