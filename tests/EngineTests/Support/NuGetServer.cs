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
    private readonly string version;
    private readonly bool isOpen;

    /// <param name="packageId">The only package, of version 1.0.0, with the class <c>Private.Feed</c>.</param>
    /// <param name="user">Null for a feed that nobody can enter.</param>
    public NuGetServer(string packageId, byte[] package, string? user, string? password)
        : this(packageId, package, "1.0.0") =>
        (isOpen, credentials) =
            (false, user is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <summary>A feed for everybody.</summary>
    public NuGetServer(string packageId, byte[] package, string version)
    {
        (PackageId, this.package, this.version, isOpen) = (packageId, package, version, true);
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

    /// <summary>A package of this machine's own feeds.</summary>
    public static async Task<byte[]> FromFeedAsync(string id, string version)
    {
        using var workspace = new Workspace();
        workspace.Write("some.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="{id}" Version="{version}" /></ItemGroup>
            </Project>
            """);
        (await workspace.DotNetAsync("", ["restore", "--packages", "unpacked"])).Succeeded();
        var name = id.ToLowerInvariant();
        return await File.ReadAllBytesAsync(workspace.Path($"unpacked/{name}/{version}/{name}.{version}.nupkg"));
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
            if (!isOpen && (credentials is null || context.Request.Headers["Authorization"] != credentials))
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
                : path == $"/flat/{id}/index.json" ? Encoding.UTF8.GetBytes($$"""{"versions":["{{version}}"]}""")
                : path == $"/flat/{id}/{version}/{id}.{version}.nupkg" ? package
                : null;
            if (body is null)
                response.StatusCode = 404;
            else
                await response.OutputStream.WriteAsync(body);
        }
    }
}
