namespace MultiStage.EngineTests;

/// <summary>A private NuGet feed: its credentials reach restore in the builder, and nothing else.</summary>
public sealed class FeedTests(Leftovers leftovers)
{
    private const string User = "reader";

    public enum Way { Variable, Placeholder, Address, UserConfig, Secret }

    public static IEnumerable<TheoryDataRow<Way, string>> Ways =>
        from way in Enum.GetValues<Way>()
        from engine in Rows.Engines
        let isRepresentative = (engine == Engine.Docker && way is Way.Variable or Way.Placeholder or Way.Address)
            || (engine == Engine.Docker20 && way == Way.UserConfig)
        select new TheoryDataRow<Way, string>(way, engine.Name).WithTrait(Category.Name,
            isRepresentative ? Category.Representative : Category.Matrix);

    [Theory, MemberData(nameof(Ways))]
    public async Task Credentials_reach_restore_and_nothing_else(Way way, string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        // Shell and XML have a use for some of these.
        var password = "pa$$ 'w\"<rd&" + Guid.NewGuid().ToString("N");
        if (way is Way.Placeholder or Way.Address)
            password = "plain-" + Guid.NewGuid().ToString("N");
        var id = "Private.Feed" + Guid.NewGuid().ToString("N")[..6];
        using var server = new NuGetServer(id, NuGetServer.Package(id), User, password);
        using var workspace = NewWorkspace(way == Way.Address ? "%FEED_SERVER%/v3/index.json" : server.Index, id,
            way is Way.Placeholder or Way.Address ? Credentials(User, "%FEED_PASSWORD%") : "",
            way == Way.Secret ? """<ContainerBuildSecret Include="nugetconfig" Source="../../outside/credentials.config" />""" : "");
        var environment = new Dictionary<string, string?>();
        if (way == Way.Variable)
            environment["NuGetPackageSourceCredentials_private"] = $"Username={User};Password={password}";
        if (way is Way.Placeholder or Way.Address)
            environment["FEED_PASSWORD"] = password;
        if (way == Way.Address)
            environment["FEED_SERVER"] = server.Url;
        if (way is Way.UserConfig)
            environment["HOME"] = Home(workspace, Credentials(User, password));
        if (way == Way.Secret)
            workspace.Write("outside/credentials.config", $"<configuration>{Credentials(User, password)}</configuration>");
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());

        // No restore on the host: what is to be seen is the builder's.
        var result = (await workspace.DotNetAsync("repository/app",
            ["publish", "--no-restore", Publishing.MultiStage, Publishing.Network, "-p:ContainerImageTag=" + image.Split(':')[1],
                "-v:diag"], engine, environment)).Succeeded();

        Assert.True(server.Admitted > 0);
        Assert.Equal("with the private package", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
        var secret = way is Way.Placeholder or Way.Address ? password : password[^32..];
        Assert.DoesNotContain(secret, WithoutEnvironment(result.Output), StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(workspace.Path("repository"), "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await SavedImage.OfAsync(engine, image, search: secret)).Configuration, StringComparison.Ordinal);

        // The builder's own stage is the one that could keep it.
        (await workspace.DotNetAsync("repository/app",
            ["publish", "--no-restore", Publishing.MultiStage, Publishing.Network, "-p:ContainerImageTag=" + image.Split(':')[1],
                "-p:ContainerTarget=build"], engine, environment)).Succeeded();
        var build = leftovers.Add(engine, image + "-build");
        Assert.DoesNotContain(secret, (await engine.RunAsync("history", "--no-trunc", build)).Succeeded().Output, StringComparison.Ordinal);
        var search = await engine.RunAsync("run", "--rm", "--network=host", build, "sh", "-c",
            $"grep -rlF {secret} /src /root /tmp /run /etc /var || echo none");
        Assert.Equal("none", search.Succeeded().Output.Trim());
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(Path.GetTempPath(), "multistage-secrets-*")
                .SelectMany(Directory.EnumerateFiles), file => File.ReadAllText(file).Contains(secret, StringComparison.Ordinal));
    }

    [Theory, InlineData("docker"), Trait(Category.Name, Category.Representative)]
    [InlineData("docker-20")]
    public async Task A_feed_that_refuses_is_one_error(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        var id = "Private.Feed" + Guid.NewGuid().ToString("N")[..6];
        using var server = new NuGetServer(id, [], null, null);
        using var workspace = NewWorkspace(server.Index, id, "", "");

        var result = await workspace.DotNetAsync("repository/app",
            ["publish", "--no-restore", Publishing.MultiStage, Publishing.Network], engine,
            new Dictionary<string, string?> { ["NuGetPackageSourceCredentials_private"] = "Username=reader;Password=wrong" });

        var error = result.AssertOneError("MST3007");
        Assert.Contains("'build'", error, StringComparison.Ordinal);
        // They were there: to give some would be no advice.
        Assert.Contains("wrong, too old, or for a feed of another name", error, StringComparison.Ordinal);
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_variable_that_is_not_set_is_one_error_before_the_build()
    {
        using var workspace = NewWorkspace("%MULTISTAGE_UNSET_FEED%/index.json", "Private.Feed", "", "");

        var result = await workspace.DotNetAsync("repository/app", ["publish", "--no-restore", Publishing.MultiStage, Publishing.Network],
            Engine.Docker);

        var error = result.AssertOneError("MST1101");
        foreach (var part in new[] { "MULTISTAGE_UNSET_FEED", "the feed 'private'", workspace.Path("repository/nuget.config") })
            Assert.Contains(part, error, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>As the SDK of Azure Functions does: a project that exists only then, with packages that restore has not seen.</summary>
    [Theory, InlineData("docker"), Trait(Category.Name, Category.Representative)]
    [InlineData("docker-20")]
    public async Task A_restore_during_publish_gets_the_credentials_of_restore(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        var id = "Private.Feed" + Guid.NewGuid().ToString("N")[..6];
        var password = "plain-" + Guid.NewGuid().ToString("N");
        using var server = new NuGetServer(id, NuGetServer.Package(id), User, password);
        using var workspace = NewWorkspace("%FEED_SERVER%/v3/index.json", "", Credentials(User, "%FEED_PASSWORD%"), "");
        workspace.Write("repository/app/Program.cs", "System.Console.WriteLine(System.IO.File.Exists(\"/app/restored.txt\"));")
            .Write("repository/app/Directory.Build.targets", $$"""
            <Project>
              <Target Name="RestoreMore" BeforeTargets="ComputeResolvedFilesToPublishList" Condition="'$(MSBuildProjectName)' == 'tiny'">
                <WriteLinesToFile File="obj/more/more.csproj" Overwrite="true" Lines="$([System.IO.File]::ReadAllText('$(MSBuildProjectDirectory)/more.txt'))" />
                <Exec Command="dotnet restore obj/more/more.csproj" />
                <WriteLinesToFile File="obj/more/restored.txt" Overwrite="true" Lines="yes" />
                <ItemGroup><ResolvedFileToPublish Include="$(MSBuildProjectDirectory)/obj/more/restored.txt" RelativePath="restored.txt" /></ItemGroup>
              </Target>
            </Project>
            """).Write("repository/app/more.txt", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="{id}" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());
        var environment = new Dictionary<string, string?> { ["FEED_SERVER"] = server.Url, ["FEED_PASSWORD"] = password };
        string[] arguments = ["publish", "--no-restore", Publishing.MultiStage, Publishing.Network,
            "-p:ContainerImageTag=" + image.Split(':')[1]];

        (await workspace.DotNetAsync("repository/app", arguments, engine, environment)).Succeeded();

        Assert.True(server.Admitted > 0);
        Assert.Equal("True", (await engine.RunImageAsync(image)).Succeeded().Output.Trim());
        Assert.DoesNotContain(password, (await SavedImage.OfAsync(engine, image, search: password)).Configuration,
            StringComparison.Ordinal);
        (await workspace.DotNetAsync("repository/app", [.. arguments, "-p:ContainerTarget=publish"], engine, environment)).Succeeded();
        var publish = leftovers.Add(engine, image + "-publish");
        var search = await engine.RunAsync("run", "--rm", "--network=host", publish, "sh", "-c",
            $"grep -rlF {password} /src /out /root /tmp /run /etc /var || echo none");
        Assert.Equal("none", search.Succeeded().Output.Trim());
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_package_that_only_this_machine_knows_is_one_error()
    {
        var id = "Private.Feed" + Guid.NewGuid().ToString("N")[..6];
        using var workspace = new Workspace().AddConsoleApp(items: $"""<PackageReference Include="{id}" Version="1.0.0" />""");

        var result = await workspace.DotNetAsync("app", ["publish", "--no-restore", Publishing.MultiStage, Publishing.Network],
            Engine.Docker);

        Assert.Contains(id, result.AssertOneError("MST3014"), StringComparison.Ordinal);
    }

    private static Workspace NewWorkspace(string address, string packageId, string credentials, string items)
    {
        // The repository is a folder below, so that files beside it are outside.
        var workspace = new Workspace(asRepository: false);
        Directory.CreateDirectory(workspace.Path("repository/.git"));
        Directory.Move(workspace.Path("artifacts"), workspace.Path("repository/artifacts"));
        workspace.AddConsoleApp("repository/app",
            items: items + (packageId.Length > 0 ? $"""<PackageReference Include="{packageId}" Version="1.0.0" />""" : ""), program: """
            #if PRIVATE_PACKAGE
            System.Console.WriteLine("with the private package");
            #else
            #error The private package is not there.
            #endif
            """);
        File.Delete(workspace.Path("nuget.config"));
        return workspace.Write("repository/nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="multistage-local" value="artifacts/packages" />
                <add key="private" value="{address}" allowInsecureConnections="true" />
              </packageSources>
              {credentials}
            </configuration>
            """);
    }

    private static string Credentials(string user, string password) => $"""
        <packageSourceCredentials>
          <private>
            <add key="Username" value="{user}" />
            <add key="ClearTextPassword" value="{System.Security.SecurityElement.Escape(password)}" />
          </private>
        </packageSourceCredentials>
        """;

    // The machine's own user-level settings stay in force beside it.
    private static string Home(Workspace workspace, string credentials)
    {
        workspace.Write("home/.nuget/NuGet/NuGet.Config", $"<configuration>{credentials}</configuration>");
        return workspace.Path("home");
    }

    // At -v:diag MSBuild itself prints the environment that it was started with.
    private static string WithoutEnvironment(string log) =>
        string.Join('\n',
            log.Split('\n')
                .Where(line =>
                    !line.Contains("NuGetPackageSourceCredentials_private", StringComparison.Ordinal)
                        && !line.Contains("FEED_PASSWORD", StringComparison.Ordinal)));
}
