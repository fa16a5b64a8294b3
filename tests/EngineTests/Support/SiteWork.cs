using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace MultiStage.EngineTests;

/// <summary>What the sample static-site has to do, whatever has made its image.</summary>
internal static partial class SiteWork
{
    public static async Task CheckAsync(RunningContainer container)
    {
        var page = await container.GetAsync("/");
        var script = "/" + Script().Match(page).Value;
        Assert.Matches(@"^/js/app\.[a-z0-9]{10}\.js$", script);

        // Paths.
        Assert.Equal(page, await BodyAsync(container, "/orders/5", "text/html"));
        Assert.Contains("<h1>Documentation</h1>", await BodyAsync(container, "/docs/", "text/html"), StringComparison.Ordinal);
        Assert.Equal("/docs/?a=1", await LocationAsync(container, "/docs?a=1"));
        Assert.Equal(page, await BodyAsync(container, "//example.com/orders", "text/html"));
        foreach (var missing in new[] { "/missing.js", "/orders/missing.css", "/.git/config", "/nginx.conf", "/static-site.dll",
            "/js/app.0000000000.js" })
            await MissingAsync(container, missing);

        // Caching: by the fingerprint, and by the content.
        await HasAsync(container, script, "Cache-Control", "max-age=31536000, immutable");
        foreach (var path in new[] { "/", "/orders/5", "/js/app.js", "/css/site.css" })
            await HasAsync(container, path, "Cache-Control", "no-cache");
        Assert.Equal(await BodyAsync(container, script, "text/javascript"), await BodyAsync(container, "/js/app.js", "text/javascript"));
        using (var first = await container.SendAsync("/css/site.css"))
        using (var second = await container.SendAsync("/css/site.css", "If-None-Match: " + first.Headers.ETag))
            Assert.Equal((HttpStatusCode.NotModified, true), (second.StatusCode, first.Headers.ETag is { IsWeak: false }));

        // Compression, as publish did it.
        using (var response = await container.SendAsync("/css/site.css", "Accept-Encoding: br, gzip"))
        {
            Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
            Assert.Contains("Accept-Encoding", response.Headers.Vary);
            // A file of known length; what nginx compresses on the way has none.
            Assert.NotNull(response.Content.Headers.ContentLength);
            await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
            Assert.Equal(await BodyAsync(container, "/css/site.css", "text/css"), await new StreamReader(unpacked).ReadToEndAsync());
        }

        // Headers.
        foreach (var path in new[] { "/", "/missing.js", script })
        {
            await HasAsync(container, path, "X-Content-Type-Options", "nosniff");
            await HasAsync(container, path, "Referrer-Policy", "strict-origin-when-cross-origin");
            await HasAsync(container, path, "X-Frame-Options", "SAMEORIGIN");
            await HasAsync(container, path, "Content-Security-Policy", "default-src 'self'");
            await HasAsync(container, path, "Server", "nginx");
        }

        // Not root, on a file system that cannot be written.
        Assert.Matches(@"Uid:\s+101\s+101\s+101\s+101\s", (await container.ExecAsync("cat", "/proc/1/status")).Succeeded().Output);
        (await container.ExecAsync("touch", "/app/wwwroot/index.html")).Failed();
        Assert.DoesNotContain("[alert]", await container.LogsAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("[warn]", await container.LogsAsync(), StringComparison.Ordinal);
    }

    public static async Task<string> BodyAsync(RunningContainer container, string path, string type)
    {
        using var response = await container.SendAsync(path);
        Assert.Equal((path, HttpStatusCode.OK, type), (path, response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Null(response.Content.Headers.LastModified);
        return await response.Content.ReadAsStringAsync();
    }

    public static async Task HasAsync(RunningContainer container, string path, string header, string value)
    {
        using var response = await container.SendAsync(path);
        Assert.Equal((path, header, value), (path, header, string.Join("|", response.Headers.NonValidated[header])));
    }

    private static async Task MissingAsync(RunningContainer container, string path)
    {
        using var response = await container.SendAsync(path);
        Assert.Equal((path, HttpStatusCode.NotFound, "no-store"), (path, response.StatusCode, response.Headers.CacheControl?.ToString()));
    }

    // The client follows it by itself.
    private static async Task<string> LocationAsync(RunningContainer container, string path)
    {
        using var response = await container.SendAsync(path);
        return response.RequestMessage!.RequestUri!.PathAndQuery;
    }

    [GeneratedRegex("(?<=src=\")js/app[^\"]*")]
    private static partial Regex Script();
}
