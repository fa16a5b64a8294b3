using System.IO.Compression;
using System.Net;
using System.Text;

namespace MultiStage.EngineTests;

/// <summary>A NuGet feed on loopback: a service index and one package, for those who know the password.</summary>
internal sealed class NuGetServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string? credentials;
    private readonly byte[] package;

    /// <param name="packageId">The only package, of version 1.0.0, with the class <c>Private.Feed</c>.</param>
    /// <param name="user">Null for a feed that nobody can enter.</param>
    public NuGetServer(string packageId, byte[] package, string? user, string? password)
    {
        (PackageId, this.package) = (packageId, package);
        credentials = user is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        Url = $"http://localhost:{Publishing.FreePort()}";
        listener.Prefixes.Add(Url + "/");
        listener.Start();
        _ = AnswerAsync();
    }

    public string Url { get; }

    public string PackageId { get; }

    public string Index => Url + "/v3/index.json";

    /// <summary>Requests that came with the right credentials.</summary>
    public int Admitted { get; private set; }

    public void Dispose() => listener.Close();

    /// <summary>A package without a library: what it brings is a build/*.props that defines a constant.</summary>
    public static byte[] Package(string id, string version = "1.0.0")
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, id + ".nuspec", $"""
                <?xml version="1.0"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata><id>{id}</id><version>{version}</version><authors>tests</authors><description>A private package.</description></metadata>
                </package>
                """);
            Write(archive, $"build/{id}.props",
                "<Project><PropertyGroup><DefineConstants>$(DefineConstants);PRIVATE_PACKAGE</DefineConstants></PropertyGroup></Project>");
        }
        return stream.ToArray();
    }

    private static void Write(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }

    private async Task AnswerAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var response = context.Response;
            if (credentials is null || context.Request.Headers["Authorization"] != credentials)
            {
                response.StatusCode = 401;
                response.AddHeader("WWW-Authenticate", "Basic realm=\"tests\"");
                continue;
            }
            Admitted++;
            var path = context.Request.Url!.AbsolutePath;
            var id = PackageId.ToLowerInvariant();
            var body = path
                == "/v3/index.json" ? Encoding.UTF8.GetBytes(
                    $$"""{"version":"3.0.0","resources":[{"@id":"{{Url}}/flat/","@type":"PackageBaseAddress/3.0.0"}]}""")
                : path == $"/flat/{id}/index.json" ? """{"versions":["1.0.0"]}"""u8.ToArray()
                : path == $"/flat/{id}/1.0.0/{id}.1.0.0.nupkg" ? package
                : null;
            if (body is null)
                response.StatusCode = 404;
            else
                await response.OutputStream.WriteAsync(body);
        }
    }
}
