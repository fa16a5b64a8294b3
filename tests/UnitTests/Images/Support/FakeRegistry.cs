using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>A registry in memory (distribution-spec 1.1) that a test can make fail at any request.</summary>
internal sealed class FakeRegistry : IDisposable
{
    private readonly FaultServer server;
    private readonly ConcurrentDictionary<string, byte[]> uploads = new();
    private readonly Lock gate = new();
    private readonly List<(Func<FakeRequest, bool> When, Func<FakeRequest, FakeResponse?> Then, int Times)> faults = [];
    private int nextUpload;

    public FakeRegistry() => server = new FaultServer(Handle);

    public FaultServer Server => server;

    public string Host => server.Host;

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    /// <summary>By <c>repository:reference</c>.</summary>
    public ConcurrentDictionary<string, (byte[] Content, string MediaType)> Manifests { get; } = new();

    /// <summary>Whether blobs can be asked for in parts.</summary>
    public bool Ranges { get; set; } = true;

    /// <summary>Whether uploads continue at a full address in place of a path.</summary>
    public bool AbsoluteLocations { get; set; }

    public bool AllowMount { get; set; } = true;

    /// <summary>The smallest piece of an upload that it says to take; 0 says nothing.</summary>
    public int MinimumPiece { get; set; }

    /// <summary>Decides on each request before anything else; null lets it pass.</summary>
    public Func<FakeRequest, FakeResponse?> Guard { get; set; } = _ => null;

    public IReadOnlyList<string> Log => [.. server.Requests.Select(request => request.ToString())];

    /// <summary>Spoils the next requests that match.</summary>
    public void Fail(string method, string pathPart, FakeResponse response, int times = int.MaxValue) =>
        Fail(method, pathPart, _ => response, times);

    public void Fail(string method, string pathPart, Func<FakeRequest, FakeResponse?> response, int times = int.MaxValue)
    {
        lock (gate)
            faults.Add(
                (request => request.Method == method && request.Target.Contains(pathPart, StringComparison.Ordinal), response, times));
    }

    public int Count(string method, string pathPart) =>
        server.Requests.Count(request => request.Method == method && request.Target.Contains(pathPart, StringComparison.Ordinal));

    public Descriptor AddBlob(string repository, byte[] content, string mediaType = MediaTypes.OciLayer + "+gzip")
    {
        var digest = Digest.Of(content);
        Blobs[repository + "@" + digest] = content;
        return new Descriptor(mediaType, digest, content.Length);
    }

    public Descriptor AddManifest(string repository, string? tag, byte[] content, string mediaType = MediaTypes.OciManifest)
    {
        var digest = Digest.Of(content);
        Manifests[repository + ":" + digest] = (content, mediaType);
        if (tag is not null)
            Manifests[repository + ":" + tag] = (content, mediaType);
        return new Descriptor(mediaType, digest, content.Length);
    }

    /// <summary>A small complete image.</summary>
    public Descriptor AddImage(string repository, string? tag, Platform? platform = null, ImageFormat format = ImageFormat.Oci,
        params byte[][] layers)
    {
        platform ??= Platform.LinuxAmd64;
        var image = TestImages.Documents(platform, format, layers);
        foreach (var layer in layers)
            AddBlob(repository, layer);
        AddBlob(repository, image.Config);
        return AddManifest(repository, tag, image.Manifest, MediaTypes.Manifest(format)) with { Platform = platform };
    }

    public void Dispose() => server.Dispose();

    private FakeResponse Handle(FakeRequest request)
    {
        lock (gate)
        {
            for (var i = 0; i < faults.Count; i++)
            {
                var (when, then, times) = faults[i];
                if (times <= 0 || !when(request))
                    continue;
                faults[i] = (when, then, times - 1);
                if (then(request) is { } spoiled)
                    return spoiled;
            }
        }
        return Guard(request) ?? Serve(request);
    }

    private FakeResponse Serve(FakeRequest request)
    {
        if (request.Path == "/v2/")
            return FakeResponse.Text(200, "{}");
        if (request.Broken && !request.Path.Contains("/uploads/", StringComparison.Ordinal))
            return new FakeResponse(200) { Drop = true };
        if (Route("manifests/([^/]+)$").Match(request.Path) is { Success: true } manifest)
            return Manifest(request, manifest.Groups[1].Value, manifest.Groups[2].Value);
        if (Route("blobs/uploads/$").Match(request.Path) is { Success: true } start)
            return Start(request, start.Groups[1].Value);
        if (Route("blobs/uploads/(\\d+)$").Match(request.Path) is { Success: true } upload)
            return Upload(request, upload.Groups[1].Value, upload.Groups[2].Value);
        if (Route("blobs/([^/]+)$").Match(request.Path) is { Success: true } blob)
            return Blob(request, blob.Groups[1].Value, Uri.UnescapeDataString(blob.Groups[2].Value));
        return FakeResponse.Text(404, "{}");
    }

    private FakeResponse Manifest(FakeRequest request, string repository, string reference)
    {
        var key = repository + ":" + Uri.UnescapeDataString(reference);
        if (request.Method == "PUT")
        {
            var digest = Digest.Of(request.Body);
            Manifests[repository + ":" + digest] = Manifests[key] = (request.Body, request.Header("Content-Type")!);
            return new FakeResponse(201, null, ("Docker-Content-Digest", digest.ToString()));
        }
        return Manifests.TryGetValue(key, out var found)
            ? new FakeResponse(200, found.Content, ("Content-Type", found.MediaType),
                ("Docker-Content-Digest", Digest.Of(found.Content).ToString()))
            : Error(404, "MANIFEST_UNKNOWN", "manifest unknown");
    }

    private FakeResponse Start(FakeRequest request, string repository)
    {
        if (AllowMount && request.Parameter("mount") is { } digest
            && Blobs.TryGetValue(request.Parameter("from") + "@" + digest, out var content))
        {
            Blobs[repository + "@" + digest] = content;
            return new FakeResponse(201, null, ("Docker-Content-Digest", digest));
        }
        var id = Interlocked.Increment(ref nextUpload);
        uploads[id.ToString(CultureInfo.InvariantCulture)] = [];
        var location = ("Location", $"{(AbsoluteLocations ? "http://" + Host : "")}/v2/{repository}/blobs/uploads/{id}?_state=abc");
        return MinimumPiece == 0
            ? new FakeResponse(202, null, location)
            : new FakeResponse(202, null, location, ("OCI-Chunk-Min-Length", MinimumPiece.ToString(CultureInfo.InvariantCulture)));
    }

    private FakeResponse Upload(FakeRequest request, string repository, string id)
    {
        if (!uploads.TryGetValue(id, out var before) || request.Parameter("_state") != "abc")
            return Error(404, "BLOB_UPLOAD_UNKNOWN", "no such upload");
        if (request.Header("Content-Range") is { } range && range.Split('-')[0] != before.Length.ToString(CultureInfo.InvariantCulture))
            return State(416, repository, id);
        byte[] content = uploads[id] = [.. before, .. request.Body];
        if (request.Broken || request.Method != "PUT")
            return State(request.Method == "GET" ? 204 : 202, repository, id);
        uploads.TryRemove(id, out _);
        if (Digest.Of(content).ToString() != request.Parameter("digest"))
            return Error(400, "DIGEST_INVALID", "digest does not match");
        Blobs[repository + "@" + request.Parameter("digest")] = content;
        return new FakeResponse(201, null, ("Docker-Content-Digest", request.Parameter("digest")!));
    }

    private FakeResponse State(int status, string repository, string id) => new(status, null,
        ("Location", $"/v2/{repository}/blobs/uploads/{id}?_state=abc"),
        ("Range", FormattableString.Invariant($"0-{Math.Max(0, uploads[id].Length - 1)}")));

    private FakeResponse Blob(FakeRequest request, string repository, string digest)
    {
        if (!Blobs.TryGetValue(repository + "@" + digest, out var content))
            return Error(404, "BLOB_UNKNOWN", "blob unknown");
        if (Ranges && request.Header("Range") is { } range)
        {
            var from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
            return new FakeResponse(206, content[from..], ("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}"));
        }
        return new FakeResponse(200, content);
    }

    public static FakeResponse Error(int status, string code, string message, params (string, string)[] headers) =>
        new(status, Encoding.UTF8.GetBytes($$"""{"errors":[{"code":"{{code}}","message":"{{message}}"}]}"""), headers);

    private static Regex Route(string rest) => new("^/v2/(.+?)/" + rest, RegexOptions.CultureInvariant);
}
