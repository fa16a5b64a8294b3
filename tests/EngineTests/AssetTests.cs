namespace MultiStage.EngineTests;

/// <summary>Front ends that a Node image builds, in the image and in a browser.</summary>
public sealed class AssetTests(Leftovers leftovers)
{
    private const string Client = "sample-apps/shop/src/Shop.Web/ClientApp/";
    private const string NodeImage = "docker.io/library/node:24-slim";

    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    public static IEnumerable<TheoryDataRow<string, string>> Managers =>
        from engine in new[] { Engine.Docker, Engine.Docker20 }
        from manager in new[] { "npm", "pnpm@10.15.0", "yarn@1.22.22", "yarn@4.9.2" }
        select new TheoryDataRow<string, string>(engine.Name, manager).WithTrait(Category.Name, Category.Matrix);

    public static IEnumerable<TheoryDataRow<string>> MatrixEngines => Rows.PerEngine();

    [Theory, MemberData(nameof(Engines))]
    public async Task The_shop_serves_what_npm_has_built_and_ships_nothing_else_of_it(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = await ShopAsync(engine);
        var (image, _) = await PublishShopAsync(workspace, engine);

        await using var container = await RunningContainer.StartAsync(engine, image);
        var script = Script(await container.GetAsync("/"));
        Assert.Contains("products", await container.GetAsync("/" + script), StringComparison.Ordinal);
        Assert.Equal("1654", await container.UserAsync());
        var saved = await SavedImage.OfAsync(engine, image);
        Assert.Equal(["index.html", script, "shop.css"],
            saved.App.Keys.Where(path => path.StartsWith("wwwroot/", StringComparison.Ordinal)).Select(path => path["wwwroot/".Length..])
                .Order(StringComparer.Ordinal));
        Assert.DoesNotContain(saved.Files,
            file => file.Path.Contains("node_modules", StringComparison.Ordinal) || file.Path.EndsWith(".map", StringComparison.Ordinal)
                || file.Path.EndsWith(".ts", StringComparison.Ordinal) || file.Path.EndsWith("package.json", StringComparison.Ordinal));
        Assert.All(saved.Files.Where(file => file.Path.StartsWith("app/wwwroot/", StringComparison.Ordinal)),
            file => Assert.Equal((0, (UnixFileMode)0b110_100_100), (file.User, file.Mode)));

        // An edit of the front end, one that no build before had, builds it again and compiles nothing of .NET.
        workspace.Write(Client + "src/money.ts",
            workspace.Read(Client + "src/money.ts") + $"export const edited = \"{Guid.NewGuid():N}\";\nconsole.log(edited);\n");
        var (edited, result) = await PublishShopAsync(workspace, engine);
        Assert.True(IsCached(result, "dotnet publish"), result.Output);
        Assert.False(IsCached(result, "npm run build"));
        Assert.NotEqual(await engine.IdAsync(image), await engine.IdAsync(edited));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task A_browser_shows_the_products_of_the_shop()
    {
        await Engine.Docker.NeedAsync("browser");
        using var workspace = await ShopAsync(Engine.Docker);
        var (image, _) = await PublishShopAsync(workspace, Engine.Docker);
        await using var container = await RunningContainer.StartAsync(Engine.Docker, image);
        await container.GetAsync("/healthz");
        var page =
            (await Engine.Docker.RunAsync("run", "--rm", "--network=host", "multistage-browser:1", "--virtual-time-budget=10000",
                "--dump-dom", container.Address)).Succeeded().Output;
        Assert.Contains("<strong>Espresso cup</strong>", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<output>", page, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Managers))]
    public async Task Each_package_manager_installs_from_its_lock_file(string engineName, string manager)
    {
        var engine = Rows.EngineOf(engineName);
        await engine.NeedAsync("node");
        using var workspace = NewWorkspace("""<ContainerAssets Include="web" OutputFolder="out" />""");
        await LockAsync(workspace, engine, manager);
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());
        var result =
            (await workspace.PublishAsync("app", engine, "-p:ContainerNodeImage=" + NodeImage,
                "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();

        Assert.Contains(
            manager.Split('@')[0] switch { "npm" => "npm ci", "pnpm" => "--frozen-lockfile",
                _ => manager.Contains("@4", StringComparison.Ordinal)
                    ? "--immutable"
                    : "--frozen-lockfile" }, result.Output, StringComparison.Ordinal);
        Assert.Equal("2 minutes",
            (await engine.RunAsync("run", "--rm", "--network=host", "--entrypoint=cat", image,
                "/app/wwwroot/index.html")).Succeeded().Output.Trim());
        Assert.DoesNotContain((await SavedImage.OfAsync(engine, image)).Files,
            file => file.Path.Contains("node_modules", StringComparison.Ordinal) || file.Path.EndsWith(".map", StringComparison.Ordinal));

        // The lock file of another package.json.
        workspace.Write("app/web/package.json", workspace.Read("app/web/package.json").Replace("2.1.3", "2.1.2", StringComparison.Ordinal));
        Assert.Contains("install on your machine",
            (await workspace.PublishAsync("app", engine, "-p:ContainerNodeImage=" + NodeImage)).AssertOneError("MST5504"),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task The_dotnet_build_gets_the_files_before_it_and_secrets_stay_out_of_the_image(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        await engine.NeedAsync("node");
        using var workspace = NewWorkspace("""
            <Content Include="wwwroot/**" CopyToPublishDirectory="PreserveNewest" />
            <ContainerAssets Include="web" OutputFolder="out" Stage="publish" InstallCommand="test -s /root/.npmrc" Command="test &quot;$SIGNATURE&quot; = hush-hush &amp;&amp; mkdir out &amp;&amp; echo built &gt; out/index.html" />
            <ContainerBuildSecret Include="npmrc" Stage="assets" Source="../secret.npmrc" />
            <ContainerBuildSecret Include="signature" Stage="assets" Environment="TEST_SIGNATURE" Variable="SIGNATURE" />
            """);
        workspace.Write("app/web/package.json", "{}").Write("secret.npmrc", "//registry.example/:_authToken=hush-token\n");
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());
        (await workspace.DotNetAsync("app",
            ["publish", Publishing.MultiStage, Publishing.Network, "-v:n", "-p:ContainerNodeImage=" + NodeImage,
                "-p:ContainerImageTag=" + image.Split(':')[1]], engine,
            new Dictionary<string, string?>(engine.Environment) { ["TEST_SIGNATURE"] = "hush-hush" })).Succeeded();

        Assert.Equal("built",
            (await engine.RunAsync("run", "--rm", "--network=host", "--entrypoint=cat", image,
                "/app/wwwroot/index.html")).Succeeded().Output.Trim());
        await SavedImage.OfAsync(engine, image, "hush-");
    }

    [Theory, MemberData(nameof(MatrixEngines))]
    public async Task A_build_that_leaves_nothing_is_an_error_of_the_project(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        await engine.NeedAsync("node");
        using var workspace =
            NewWorkspace(
                """<ContainerAssets Include="web" OutputFolder="out" InstallCommand="true" Command="mkdir -p out &amp;&amp; touch out/only.js.map" />""");
        workspace.Write("app/web/package.json", "{}");
        var error = (await workspace.PublishQuietlyAsync("app", engine, "-p:ContainerNodeImage=" + NodeImage)).AssertOneError("MST5507");
        Assert.Contains("tiny.csproj", error, StringComparison.Ordinal);
        Assert.Contains("left no files in 'out'", error, StringComparison.Ordinal);
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task The_embedded_engine_says_what_it_cannot_do_before_it_compiles()
    {
        using var workspace = NewWorkspace("""<ContainerAssets Include="web" InstallCommand="true" Command="true" />""");
        workspace.Write("app/web/package.json", "{}");
        var result = await workspace.PublishEmbeddedAsync("app");
        var error = result.AssertOneError("MST3015");
        Assert.Contains("The stage 'assets' runs `ContainerAssets 'web'`", error, StringComparison.Ordinal);
        Assert.Contains("ContainerEngine=docker", error, StringComparison.Ordinal);
        Assert.DoesNotContain("CoreCompile", result.Output, StringComparison.Ordinal);
    }

    private static Workspace NewWorkspace(string items) => new Workspace().AddConsoleApp(items: items);

    // The package manager itself writes the lock file, as a developer has it done.
    private static async Task LockAsync(Workspace workspace, Engine engine, string manager)
    {
        workspace
            .Write("app/web/package.json",
                $$"""{ "name": "web", "private": true, {{(manager == "npm" ? "" : $"\"packageManager\": \"{manager}\",")}} "scripts": { "build": "node build.cjs" }, "dependencies": { "ms": "2.1.3" } }""")
            .Write("app/web/build.cjs",
                "const fs = require('fs'); fs.mkdirSync('out'); fs.writeFileSync('out/index.html', require('ms')(120000, { long: true })); fs.writeFileSync('out/index.js.map', '{}');");
        var bring = manager switch { "npm" => "true", "yarn@4.9.2" => "npm install --global --force @yarnpkg/cli-dist@4.9.2",
            _ => "npm install --global --force " + manager };
        var install = manager.Split('@')[0] switch { "npm" => "npm install --package-lock-only", "pnpm" => "pnpm install --lockfile-only",
            _ when manager.Contains("@4", StringComparison.Ordinal) => "yarn install --mode=update-lockfile",
            _ => "yarn install --ignore-scripts" };
        (await engine.RunAsync("run", "--rm", "--network=host", "--volume", workspace.Path("app/web") + ":/web",
            "--workdir=/web", NodeImage,
            "sh", "-c",
            $"export YARN_NPM_REGISTRY_SERVER=$(npm config get registry | sed 's,/$,,'); {bring} && {install} && rm -rf node_modules .yarn .pnp.cjs .pnp.loader.mjs")).Succeeded();
        // Yarn 4 does not read npm's settings.
        if (manager.Contains("@4", StringComparison.Ordinal))
            workspace.Write("app/web/.yarnrc.yml",
                $"npmRegistryServer: \"{(await engine.RunAsync("run", "--rm", NodeImage, "npm", "config", "get", "registry")).Succeeded().Output.Trim().TrimEnd('/')}\"\n");
    }

    private static async Task<Workspace> ShopAsync(Engine engine)
    {
        await engine.NeedAsync("node");
        var workspace = new Workspace();
        workspace.AddSample("shop");
        return workspace;
    }

    private async Task<(string Image, CommandResult Result)> PublishShopAsync(Workspace workspace, Engine engine)
    {
        var image = leftovers.Add(engine, "shop:" + Publishing.NewTag());
        var result =
            (await workspace.PublishAsync("sample-apps/shop/src/Shop.Web", engine, "-p:ShopFrontEnd=true",
                "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();
        return (image, result);
    }

    private static string Script(string page) =>
        System.Text.RegularExpressions.Regex.Match(page, "src=\"(main\\.[A-Z0-9]+\\.js)\"").Groups[1].Value is { Length: > 0 } script
            ? script
            : throw new InvalidOperationException(page);

    // BuildKit says so on the step's own line in the log of either progress format.
    private static bool IsCached(CommandResult result, string command) =>
        result.Output.Split('\n')
            .Any(line => line.Contains(command, StringComparison.Ordinal) && line.TrimEnd().EndsWith("CACHED", StringComparison.Ordinal));
}
