using System.Text.Json;
using MultiStage.Diagnostics;
using MultiStage.Engines.Progress;
using MultiStage.Planning;

namespace MultiStage.Engines.Docker;

/// <summary>Builds through the docker CLI: buildx where it is installed, else the BuildKit of Docker 20.10 and later.</summary>
internal sealed class DockerEngine : IContainerEngine
{
    // BuildKit has to be asked for before Docker 23. Attestations would turn a single image into an index, which some hosts refuse.
    private readonly ProcessRunner docker = new("docker", new Dictionary<string, string>
    {
        ["DOCKER_BUILDKIT"] = "1",
        ["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1",
        ["DOCKER_CLI_HINTS"] = "false",
    });

    // From this version on `docker save` writes an OCI layout that `docker load` reads as well: both formats in one file.
    private static readonly Version FirstWithOciArchive = new(25, 0);

    private DockerFacts? facts;

    public string Name => "docker";

    public async Task<EngineProbe> ProbeAsync(CancellationToken cancellation)
    {
        (facts, var probe) = await DockerProbe.RunAsync(docker, cancellation).ConfigureAwait(false);
        return probe;
    }

    public async Task<ImageResult> BuildAsync(BuildRequest request, IBuildObserver observer, CancellationToken cancellation)
    {
        var known = facts ?? throw new InvalidOperationException("An engine is probed before it builds.");
        Check(request, known);
        if (request.ExportFolder.Length > 0)
            return await ExportAsync(request, known, observer, cancellation).ConfigureAwait(false);
        var temporary = Directory.CreateTempSubdirectory("multistage-");
        try
        {
            var imageIdFile = Path.Combine(temporary.FullName, "image-id");
            var transcript = await RunAsync(DockerArguments.Build(request, known, imageIdFile), request, known, observer, cancellation).ConfigureAwait(false);

            var id = (await File.ReadAllTextAsync(imageIdFile, cancellation).ConfigureAwait(false)).Trim();
            if (request.Push && !DockerArguments.DeliversByPush(request))
                await PushAsync(request, observer, cancellation).ConfigureAwait(false);
            if (request.ArchivePath.Length > 0)
                await SaveAsync(request, cancellation).ConfigureAwait(false);
            return await InspectAsync(request, id, transcript, cancellation).ConfigureAwait(false);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    // The command line writes the files, so they belong to the user who runs it.
    private async Task<ImageResult> ExportAsync(BuildRequest request, DockerFacts known, IBuildObserver observer, CancellationToken cancellation)
    {
        using var delivery = new FolderDelivery(request.ExportFolder, request.ExportList);
        var transcript = await RunAsync(DockerArguments.Build(request, known, "", delivery.Unfinished), request, known, observer, cancellation).ConfigureAwait(false);
        return new ImageResult([], "", 0, transcript.CachedSteps, transcript.ExecutedSteps) { Files = delivery.Complete() };
    }

    private async Task<BuildTranscript> RunAsync(IReadOnlyList<string> arguments, BuildRequest request, DockerFacts known, IBuildObserver observer, CancellationToken cancellation)
    {
        var transcript = new BuildTranscript(known.HasRawJson ? new RawJsonProgress() : new PlainProgress(), observer, request.ContextFolder);
        var exitCode = await docker.RunAsync(arguments, transcript.Add, transcript.Add, cancellation).ConfigureAwait(false);
        return exitCode == 0 ? transcript : throw Failure(transcript, observer, known, request);
    }

    private static Exception Failure(BuildTranscript transcript, IBuildObserver observer, DockerFacts facts, BuildRequest request)
    {
        var origin = request.Plan.Find(transcript.FailedStage)?.Steps.OfType<RunStep>().Select(step => step.Origin).FirstOrDefault(text => text is { Length: > 0 }) ?? "";
        var failure = DockerErrors.OfBuild(transcript, facts.Description, origin,
            new FeedErrors(request.ContextFolder, request.Secrets.Any(secret => secret.Name == FeedAccess.NuGetSecret)).Explain);
        if (failure is BuilderErrorsException)
            foreach (var error in transcript.Errors)
                observer.Diagnostic(error);
        return failure;
    }

    private static void Check(BuildRequest request, DockerFacts facts)
    {
        if (request.Plan.Stages.FirstOrDefault(stage => BaseImage.IsLocation(stage.From)) is { } local)
            throw new ContainerException(EngineDiagnostics.UnknownLocalStore, local.From, facts.Description);
        if (request is { LayoutPath.Length: > 0, ExportFolder: "" })
            throw new ContainerException(EngineDiagnostics.NotSupported, facts.Description, "write an OCI layout", "Use ContainerArchiveOutputPath, or ContainerEngine=embedded.");
        if (request is { ExportFolder: "" } && request.Platform.Contains(',', StringComparison.Ordinal) && !facts.HasContainerdStore && request.Builder.Length == 0)
            throw new ContainerException(EngineDiagnostics.NotSupported, facts.Description, "keep an image for several platforms in its classic image store",
                "Turn on the containerd image store, or name a builder with ContainerBuilder and push to a ContainerRegistry.");
        if (request is { IsOciArchive: true, ArchivePath.Length: > 0 } && facts.Server < FirstWithOciArchive)
            throw new ContainerException(EngineDiagnostics.NotSupported, facts.Description, "write an OCI archive", "Use Docker 25 or later, or leave ContainerImageFormat empty.");
        if (request.Builder.Length > 0 && facts.Buildx is null)
            throw new ContainerException(EngineDiagnostics.NotSupported, facts.Description, $"use the builder '{request.Builder}' without buildx", "Install the buildx plugin, or leave ContainerBuilder empty.");
    }

    private async Task PushAsync(BuildRequest request, IBuildObserver observer, CancellationToken cancellation)
    {
        foreach (var name in request.Names)
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
    private async Task SaveAsync(BuildRequest request, CancellationToken cancellation)
    {
        var unfinished = request.ArchivePath + ".unfinished";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(request.ArchivePath)!);
            var outcome = await docker.CollectAsync(["save", "--output", unfinished, .. request.Names], cancellation).ConfigureAwait(false);
            if (outcome.ExitCode != 0)
                throw new ContainerException(EngineDiagnostics.ArchiveFailed, request.ArchivePath, outcome.Error.Trim().TrimEnd('.'));
            File.Move(unfinished, request.ArchivePath, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(EngineDiagnostics.ArchiveFailed, request.ArchivePath, exception.Message.TrimEnd('.'));
        }
        finally
        {
            // Deleting in a folder that is not there would throw, and hide the error.
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    private async Task<ImageResult> InspectAsync(BuildRequest request, string id, BuildTranscript transcript, CancellationToken cancellation)
    {
        var result = new ImageResult(request.Names, id, 0, transcript.CachedSteps, transcript.ExecutedSteps) { Path = request.ArchivePath, Place = request.ArchivePath };
        var outcome = await docker.CollectAsync(["image", "inspect", request.Names[0]], cancellation).ConfigureAwait(false);
        // An image that went straight to a registry is not here to look at; its digest is known all the same.
        if (outcome.ExitCode != 0)
            return result;
        using var json = JsonDocument.Parse(outcome.Output);
        var image = json.RootElement[0];
        return result with
        {
            Size = image.TryGetProperty("Size", out var size) ? size.GetInt64() : 0,
            Digest = (request.Push ? RepositoryDigest(image, request.Names[0]) : null) ?? image.GetProperty("Id").GetString() ?? id,
            MediaType = image.TryGetProperty("Descriptor", out var descriptor) && descriptor.TryGetProperty("mediaType", out var type) ? type.GetString() ?? "" : "",
            Configuration = image.TryGetProperty("Config", out var config) ? config.GetRawText() : "",
        };
    }

    private static string? RepositoryDigest(JsonElement image, string name)
    {
        var repository = name[..name.LastIndexOf(':')];
        return !image.TryGetProperty("RepoDigests", out var digests) || digests.ValueKind != JsonValueKind.Array ? null : digests.EnumerateArray()
            .Select(digest => digest.GetString()!.Split('@')).Where(parts => parts.Length == 2 && parts[0] == repository).Select(parts => parts[1]).FirstOrDefault();
    }
}
