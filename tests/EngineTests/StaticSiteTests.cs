using System.Net;

namespace MultiStage.EngineTests;

/// <summary>Static sites, served by nginx.</summary>
public sealed class StaticSiteTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    [Theory, MemberData(nameof(Engines))]
    public async Task The_sample_is_served_without_root_from_a_file_system_that_is_read_only(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        await engine.NeedAsync("nginx");
        using var site = new SiteWorkspace();
        var (image, _) = await PublishAsync(site, engine);

        await using var container = await site.StartAsync(engine, image);
        await SiteWork.CheckAsync(container);

        var saved = await SavedImage.OfAsync(engine, image);
        var files = saved.Files.Where(file => file.Path.StartsWith("app/", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, file => file.Path == "app/wwwroot/css/site.css.gz");
        Assert.DoesNotContain(files,
            file => file.Path.EndsWith(".br", StringComparison.Ordinal)
                || !(file.Path + "/").StartsWith("app/wwwroot/", StringComparison.Ordinal) && file.Path != "app");
        Assert.All(files.Where(file => Path.HasExtension(file.Path)),
            file => Assert.Equal((0, (UnixFileMode)0b110_100_100), (file.User, file.Mode)));
        Assert.Equal("101", (await engine.InspectAsync(image)).GetProperty("Config").GetProperty("User").GetString());
        Assert.Equal("SIGQUIT", (await engine.InspectAsync(image)).GetProperty("Config").GetProperty("StopSignal").GetString());
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task The_embedded_engine_makes_the_same_image()
    {
        await Engine.Docker.NeedAsync("nginx");
        using var site = new SiteWorkspace();
        var (expected, _) = await PublishAsync(site, Engine.Docker, Hub);
        var (image, digest) = await PublishEmbeddedAsync(site);

        await using (var container = await site.StartAsync(Engine.Docker, image))
            await SiteWork.CheckAsync(container);
        await SameImage.AssertAsync(Engine.Docker, expected, image);
        Assert.Equal("docker.io/nginxinc/nginx-unprivileged:stable-alpine".Replace("docker.io", Engine.Registry, StringComparison.Ordinal),
            (await Engine.Docker.InspectAsync(image)).GetProperty("Config").GetProperty("Labels")
                .GetProperty("org.opencontainers.image.base.name").GetString());
        Assert.Equal(digest, (await PublishEmbeddedAsync(site)).Digest);

        // An edit that keeps the length: browsers that have the old file get the new one.
        var style = site.Workspace.Read(SiteWorkspace.Folder + "/wwwroot/css/site.css");
        site.Workspace.Write(SiteWorkspace.Folder + "/wwwroot/css/site.css", style.Replace("#512bd4", "#123456", StringComparison.Ordinal));
        var (edited, editedDigest) = await PublishEmbeddedAsync(site);
        Assert.NotEqual(digest, editedDigest);
        Assert.NotEqual(await TagAsync(site, image), await TagAsync(site, edited));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_browser_shows_the_page_of_a_deep_link()
    {
        await Engine.Docker.NeedAsync("nginx");
        await Engine.Docker.NeedAsync("browser");
        using var site = new SiteWorkspace();
        var (image, _) = await PublishAsync(site, Engine.Docker);
        await using var container = await site.StartAsync(Engine.Docker, image);
        await container.GetAsync("/");
        var page =
            (await Engine.Docker.RunAsync("run", "--rm", "--network=host", "multistage-browser:1", "--virtual-time-budget=10000",
                "--dump-dom", container.Address + "orders/5")).Succeeded().Output;
        Assert.Contains("<main id=\"view\">Order 5</main>", page, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_site_without_a_start_page_is_an_error_of_the_project(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        await engine.NeedAsync("nginx");
        using var site = new SiteWorkspace();
        File.Delete(site.Workspace.Path(SiteWorkspace.Folder + "/wwwroot/index.html"));
        var error = (await site.Workspace.PublishAsync(SiteWorkspace.Folder, engine, "-v:m")).AssertOneError("MST5601");
        Assert.StartsWith(site.Workspace.Path(SiteWorkspace.Folder + "/static-site.csproj"), error, StringComparison.Ordinal);
        Assert.Contains("'static-site.csproj' is published as a static site and its publish output has no 'wwwroot/index.html'", error,
            StringComparison.Ordinal);
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_embedded_engine_misses_the_page_for_unknown_paths_too()
    {
        await Engine.Docker.NeedAsync("nginx");
        using var site = new SiteWorkspace();
        var error =
            (await site.Workspace.PublishEmbeddedAsync(SiteWorkspace.Folder, Hub, "-p:ContainerSpaFallback=shell.html")).AssertOneError(
                "MST5601");
        Assert.Contains("'wwwroot/shell.html'", error, StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string>> MatrixEngines => Rows.PerEngine();

    // Types of a .NET app for browsers, whose pack is not needed for that; and all that a project can change.
    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task Types_patterns_headers_snippets_packages_and_a_page_for_what_is_missing(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        await engine.NeedAsync("nginx");
        using var site = new SiteWorkspace();
        var project = SiteWorkspace.Folder + "/static-site.csproj";
        site.Workspace.Write(project, site.Workspace.Read(project).Replace("</Project>", """
              <PropertyGroup>
                <ContainerSpaFallback>false</ContainerSpaFallback>
                <ContainerImmutableFiles>/assets/*</ContainerImmutableFiles>
              </PropertyGroup>
              <ItemGroup>
                <ContainerResponseHeader Include="X-Frame-Options" Value="" />
                <ContainerResponseHeader Include="X-Note" Value="5$ &quot;net&quot; C:\new {x}; # no comment" />
                <ContainerCopy Include="nginx/api.conf" Destination="/etc/nginx/site/server/" />
                <ContainerPackage Include="curl" Manager="apt" />
              </ItemGroup>
            </Project>
            """, StringComparison.Ordinal));
        foreach (var file in new[] { "404.html", "_framework/System.Private.CoreLib.wasm", "_framework/icudt.dat", "app.webmanifest",
            "assets/index-BmkKtsIS.js", "main.8d4f2c1a9b0e7f63.js", "a b/c#d$.txt" })
            site.Workspace.Write($"{SiteWorkspace.Folder}/wwwroot/{file}", file);
        site.Workspace.Write(SiteWorkspace.Folder + "/nginx/api.conf",
            "location /api/ { default_type text/plain; return 200 \"from the snippet\"; }\n");
        var (image, _) = await PublishAsync(site, engine);

        await using var container = await site.StartAsync(engine, image);
        await container.GetAsync("/");
        foreach (var (path, type) in new[] { ("/_framework/System.Private.CoreLib.wasm", "application/wasm"),
            ("/_framework/icudt.dat", "application/octet-stream"), ("/app.webmanifest", "application/manifest+json"),
            ("/a%20b/c%23d$.txt", "text/plain") })
            await SiteWork.BodyAsync(container, path, type);
        foreach (var path in new[] { "/assets/index-BmkKtsIS.js", "/main.8d4f2c1a9b0e7f63.js" })
            await SiteWork.HasAsync(container, path, "Cache-Control", "max-age=31536000, immutable");
        await SiteWork.HasAsync(container, "/", "X-Note", "5$ \"net\" C:\\new {x}; # no comment");
        Assert.Equal("from the snippet", await container.GetAsync("/api/x"));
        using var missing = await container.SendAsync("/orders/5");
        Assert.Equal((HttpStatusCode.NotFound, "404.html"), (missing.StatusCode, await missing.Content.ReadAsStringAsync()));
        Assert.False(missing.Headers.Contains("X-Frame-Options"));
        Assert.Contains("curl 7", (await container.ExecAsync("curl", "--version")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task A_front_end_of_npm_is_served_and_a_checked_in_Dockerfile_is_all_that_it_takes(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        await engine.NeedAsync("nginx");
        await engine.NeedAsync("node");
        using var site = new SiteWorkspace();
        var project = SiteWorkspace.Folder + "/static-site.csproj";
        Directory.Delete(site.Workspace.Path(SiteWorkspace.Folder + "/wwwroot"), recursive: true);
        site.Workspace.Write(project, site.Workspace.Read(project).Replace("</Project>", """
              <ItemGroup><ContainerAssets Include="web" OutputFolder="out" InstallCommand="true" Command="mkdir out &amp;&amp; echo built &gt; out/index.html" /></ItemGroup>
            </Project>
            """, StringComparison.Ordinal)).Write(SiteWorkspace.Folder + "/web/package.json", "{}");
        (await site.Workspace.DotNetAsync(SiteWorkspace.Folder,
            ["msbuild", "-t:GenerateDockerfile", "-p:ContainerDockerfile=Dockerfile",
                "-p:ContainerNodeImage=docker.io/library/node:24-slim", "-nologo"])).Succeeded();
        var image = leftovers.Add(engine, "multistage-site:" + Publishing.NewTag());
        (await engine.RunAsync("build", "--network=host", "--file", site.Workspace.Path(SiteWorkspace.Folder + "/Dockerfile"), "--tag",
            image, site.Workspace.Folder)).Succeeded();

        await using var container = await site.StartAsync(engine, image);
        Assert.Equal("built\n", await container.GetAsync("/"));
        Assert.Equal("built\n", await SiteWork.BodyAsync(container, "/orders/5", "text/html"));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_export_is_the_site_and_another_image_of_nginx_will_do()
    {
        await Engine.Docker.NeedAsync("nginx");
        using var site = new SiteWorkspace();
        string[] Export(string folder) => ["-p:ContainerTarget=export", "-p:ContainerExportPath=" + site.Workspace.Path(folder)];
        (await site.Workspace.PublishAsync(SiteWorkspace.Folder, Engine.Docker, Export("files"))).Succeeded();
        (await site.Workspace.PublishEmbeddedAsync(SiteWorkspace.Folder, Export("here"))).Succeeded();
        IEnumerable<string?> Entries(string folder) =>
            Directory.EnumerateFileSystemEntries(site.Workspace.Path(folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["css", "docs", "index.html", "index.html.gz", "js"], Entries("files"));
        Assert.Equal(Entries("files"), Entries("here"));

        // One that runs as root, with a configuration and a start script of its own.
        var own = leftovers.Add(Engine.Docker, "localhost/nginx:" + Publishing.NewTag());
        site.Workspace.Write("own/Dockerfile",
            "FROM docker.io/nginxinc/nginx-unprivileged:stable-alpine\nUSER root\nRUN echo broken > /etc/nginx/nginx.conf && echo broken > /etc/nginx/mime.types\nENTRYPOINT [\"/docker-entrypoint.sh\"]\nCMD [\"nothing\"]\n");
        (await Engine.Docker.RunAsync("build", "--network=host", "--tag", own, site.Workspace.Path("own"))).Succeeded();
        var (image, _) = await PublishAsync(site, Engine.Docker, "-p:ContainerBaseImage=" + own);
        await using var container = await site.StartAsync(Engine.Docker, image);
        await SiteWork.CheckAsync(container);
    }

    private static string Hub => "-p:ContainerDockerHubRegistry=" + Engine.Registry;

    private async Task<(string Image, CommandResult Result)> PublishAsync(SiteWorkspace site, Engine engine, params string[] arguments)
    {
        var image = leftovers.Add(engine, "static-site:" + Publishing.NewTag());
        return (image,
            (await site.Workspace.PublishAsync(SiteWorkspace.Folder, engine,
                ["-p:ContainerImageTag=" + image.Split(':')[1], .. arguments])).Succeeded());
    }

    private async Task<(string Image, string Digest)> PublishEmbeddedAsync(SiteWorkspace site)
    {
        var image = leftovers.Add(Engine.Docker, "static-site:" + Publishing.NewTag());
        (await site.Workspace.PublishEmbeddedAsync(SiteWorkspace.Folder, Engine.Docker, null, Hub, "-p:LocalRegistry=Docker",
            "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();
        return (image, site.Workspace.Digest(SiteWorkspace.Folder));
    }

    private static async Task<string?> TagAsync(SiteWorkspace site, string image)
    {
        await using var container = await site.StartAsync(Engine.Docker, image);
        await container.GetAsync("/");
        using var response = await container.SendAsync("/css/site.css");
        return response.Headers.ETag?.ToString();
    }
}
