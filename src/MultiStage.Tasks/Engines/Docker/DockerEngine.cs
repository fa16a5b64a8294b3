using System.Text.Json;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Processes;
using MultiStage.Engines.Progress;

namespace MultiStage.Engines.Docker;

/// <summary>Builds through the docker CLI: buildx where it is installed, else the BuildKit of Docker 20.10 and later.</summary>
internal sealed class DockerEngine(IProcessRunner docker, DockerFacts facts) : IContainerEngine
{
    public async Task<IReadOnlyList<ImageResult>> BuildAsync(BuildRequest request, IBuildObserver observer, CancellationToken cancellation)
    {
        List<ImageResult> results = [];
        foreach (var target in request.Targets)
            results.Add(target.Folder is { } folder
                ? await ExportAsync(request, target, folder, observer, cancellation).ConfigureAwait(false)
                : await ImageAsync(request, target, observer, cancellation).ConfigureAwait(false));
        return results;
    }

    // The command line writes the files, so they belong to the user who runs it.
    private async Task<ImageResult> ExportAsync(
        BuildRequest request, TargetRequest target, Destination.Folder folder, IBuildObserver observer, CancellationToken cancellation)
    {
        using var delivery = new FolderDelivery(folder.Path, folder.List);
        var arguments = DockerArguments.Build(request, target, facts, "", delivery.Unfinished);
        var transcript = await RunAsync(arguments, request, target, observer, cancellation).ConfigureAwait(false);
        return new ImageResult([], "", 0, transcript.CachedSteps, transcript.ExecutedSteps) { Files = delivery.Complete() };
    }

    private async Task<ImageResult> ImageAsync(BuildRequest request, TargetRequest target, IBuildObserver observer,
        CancellationToken cancellation)
    {
        var temporary = Directory.CreateTempSubdirectory("multistage-");
        try
        {
            var imageIdFile = Path.Combine(temporary.FullName, "image-id");
            var arguments = DockerArguments.Build(request, target, facts, imageIdFile);
            var transcript = await RunAsync(arguments, request, target, observer, cancellation).ConfigureAwait(false);

            if (NeedsLook(request, target) && BaseOf(request.Plan, target) is { } baseImage)
                await new BuiltPlatform(docker).CheckAsync(target.Names[0], baseImage, cancellation).ConfigureAwait(false);
            var id = (await File.ReadAllTextAsync(imageIdFile, cancellation).ConfigureAwait(false)).Trim();
            var result = new ImageResult(target.Names, id, 0, transcript.CachedSteps, transcript.ExecutedSteps);
            foreach (var destination in target.Destinations)
                result = await DeliverAsync(destination, request, target, result, observer, cancellation).ConfigureAwait(false);
            return await InspectAsync(target, result, cancellation).ConfigureAwait(false);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    // A builder of one's own may be older than the engine. What went straight to a registry is not here to look at.
    private bool NeedsLook(BuildRequest request, TargetRequest target) =>
        (!facts.WarnsOfPlatforms || request.Builder.Length > 0) && !DockerArguments.DeliversByPush(request, target)
        && target.Platforms.Count <= 1;

    // A builder's image runs where it is built and is no part of what ships.
    private static string? BaseOf(BuildPlan plan, TargetRequest target)
    {
        var stage = plan.Find(target.Stage);
        while (stage is not null && plan.Find(stage.From) is { } below)
            stage = below;
        return stage is { OnBuildPlatform: false } ? stage.From : null;
    }

    private async Task<ImageResult> DeliverAsync(
        Destination destination, BuildRequest request, TargetRequest target, ImageResult result, IBuildObserver observer,
        CancellationToken cancellation)
    {
        switch (destination)
        {
            case Destination.Registry when !DockerArguments.DeliversByPush(request, target):
                await PushAsync(target, observer, cancellation).ConfigureAwait(false);
                return result;
            case Destination.Archive archive:
                await SaveAsync(archive.Path, target, cancellation).ConfigureAwait(false);
                return result with { Path = archive.Path, Place = archive.Path };
            default:
                return result;
        }
    }

    private async Task<BuildTranscript> RunAsync(
        IReadOnlyList<string> arguments, BuildRequest request, TargetRequest target, IBuildObserver observer,
        CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var platforms = new PlatformWatch(observer, request.Plan, target, stop.Cancel);
        var transcript = new BuildTranscript(facts.HasRawJson ? new RawJsonProgress() : new PlainProgress(), platforms,
            request.ContextFolder);
        try
        {
            var exitCode = await docker.RunAsync(arguments, transcript.Add, transcript.Add, stop.Token).ConfigureAwait(false);
            if (platforms.Problem is { } problem)
                throw problem;
            return exitCode == 0 ? transcript : throw DockerErrors.OfBuild(transcript, facts.Description, request);
        }
        catch (OperationCanceledException) when (platforms.Problem is not null && !cancellation.IsCancellationRequested)
        {
            throw platforms.Problem;
        }
    }

    private async Task PushAsync(TargetRequest target, IBuildObserver observer, CancellationToken cancellation)
    {
        foreach (var name in target.Names)
        {
            List<string> lines = [];
            void Add(string line)
            {
                lines.Add(line);
                observer.Output(line);
            }
            if (await docker.RunAsync(["push", name], Add, Add, cancellation).ConfigureAwait(false) != 0)
                throw DockerErrors.OfPush(name, string.Join('\n', lines));
        }
    }

    // Written beside its place and then moved there: an archive is whole or absent.
    private async Task SaveAsync(string path, TargetRequest target, CancellationToken cancellation)
    {
        var unfinished = path + ".unfinished";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var outcome = await docker.CollectAsync(["save", "--output", unfinished, .. target.Names], cancellation).ConfigureAwait(false);
            if (outcome.ExitCode != 0)
                throw new ContainerException(EngineDiagnostics.ArchiveFailed, path, outcome.Error.Trim().TrimEnd('.'));
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(EngineDiagnostics.ArchiveFailed, path, exception.Message.TrimEnd('.'));
        }
        finally
        {
            // Deleting in a folder that is not there would throw, and hide the error.
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    private async Task<ImageResult> InspectAsync(TargetRequest target, ImageResult result, CancellationToken cancellation)
    {
        var outcome = await docker.CollectAsync(["image", "inspect", target.Names[0]], cancellation).ConfigureAwait(false);
        // An image that went straight to a registry is not here to look at; its digest is known all the same.
        if (outcome.ExitCode != 0)
            return result;
        using var json = JsonDocument.Parse(outcome.Output);
        var image = json.RootElement[0];
        return result with
        {
            Size = image.TryGetProperty("Size", out var size) ? size.GetInt64() : 0,
            Digest = (target.IsPushed ? RepositoryDigest(image, target.Names[0]) : null) ?? image.GetProperty("Id").GetString()
                ?? result.Digest,
            MediaType = image.TryGetProperty("Descriptor", out var descriptor) && descriptor.TryGetProperty("mediaType", out var type)
                ? type.GetString() ?? ""
                : "",
            Configuration = image.TryGetProperty("Config", out var config) ? config.GetRawText() : "",
        };
    }

    private static string? RepositoryDigest(JsonElement image, string name)
    {
        var repository = name[..name.LastIndexOf(':')];
        return !image.TryGetProperty("RepoDigests", out var digests) || digests.ValueKind != JsonValueKind.Array
            ? null
            : digests.EnumerateArray()
            .Select(digest => digest.GetString()!.Split('@')).Where(parts => parts.Length == 2 && parts[0] == repository)
            .Select(parts => parts[1]).FirstOrDefault();
    }
}
