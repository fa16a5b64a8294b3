using System.Globalization;
using System.Text.Json;

namespace MultiStage.EngineTests;

/// <summary>The generated compose file in the hands of docker compose.</summary>
public sealed class ComposeTests
{
    // These engines have no bridge network; a user has.
    private static string Override(params string[] services) => "services:\n" + string.Concat(services.Select(service => $$"""
          {{service}}:
            network_mode: host
            ports: !reset []
            build: { network: host }

        """));

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Up_starts_the_app_with_its_volume_and_down_leaves_nothing()
    {
        var port = Publishing.FreePort();
        using var workspace = new Workspace().AddFeed();
        workspace.Write("src/Web/Web.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <Sdk Name="MultiStage.Sdk" Version="1.0.0" />
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><ContainerRepository>multistage-compose</ContainerRepository></PropertyGroup>
              <ItemGroup>
                <ContainerVolume Include="/var/lib/web" />
                <ContainerEnvironmentVariable Include="MOTD" Value="5 $ off%0A${HOME}" />
              </ItemGroup>
            </Project>
            """);
        workspace.Write("src/Web/Program.cs", """
            var app = WebApplication.Create(args);
            app.MapGet("/", () =>
            {
                File.AppendAllText("/var/lib/web/visits", "x");
                return $"{File.ReadAllText("/var/lib/web/visits").Length} {Environment.GetEnvironmentVariable("MOTD")}";
            });
            app.Run();
            """);
        await using var compose = await ComposeRun.CreateAsync(workspace, "src/Web",
            Override("web") + $"    environment: {{ ASPNETCORE_HTTP_PORTS: \"{port.ToString(CultureInfo.InvariantCulture)}\" }}\n");

        (await compose.RunAsync("up", "--detach", "--build")).Succeeded();
        Assert.Equal("1 5 $ off\n${HOME}", await ComposeRun.GetAsync(port, "/"));
        Assert.Equal("2", (await ComposeRun.GetAsync(port, "/")).Split(' ')[0]);
        // Another container, the same volume.
        (await compose.RunAsync("up", "--detach", "--force-recreate")).Succeeded();
        Assert.Equal("3", (await ComposeRun.GetAsync(port, "/")).Split(' ')[0]);

        (await compose.RunAsync("down", "--volumes", "--rmi", "all")).Succeeded();
        Assert.Equal("", await compose.LeftAsync());
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task The_shop_has_its_database_migrated_first_and_is_tested_and_debugged_by_profiles()
    {
        await Engine.Docker.NeedAsync("node");
        using var workspace = Shop.NewWorkspaceWithEverything();
        await using var database = await PostgreSqlServer.StartAsync();
        var (port, debugPort) = (Publishing.FreePort(), Publishing.FreePort());
        string Environment(int number) => $$"""
                environment: { ASPNETCORE_HTTP_PORTS: "{{number.ToString(CultureInfo.InvariantCulture)}}", ConnectionStrings__Shop: "{{database.ConnectionString}}" }

            """;
        var changes = Override("shop-web") + Environment(port) + Override("shop-web-debug")["services:\n".Length..] + Environment(debugPort)
            + Override("shop-web-migrations")["services:\n".Length..] + Environment(0) + Override("shop-web-test")["services:\n".Length..];
        await using var compose = await ComposeRun.CreateAsync(workspace, Shop.Folder, changes);

        (await compose.RunAsync("up", "--detach", "--build")).Succeeded();
        Assert.Equal("20260105090000_CreateStock\n20260302090000_AddShelf",
            await database.QueryAsync("""SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1"""));
        await database.QueryAsync("""UPDATE "Stock" SET "Shelf" = 'Z9' WHERE "ProductId" = 'milk-jug'""");
        Assert.Contains("\"shelf\":\"Z9\"", await ComposeRun.GetAsync(port, "/stock"), StringComparison.Ordinal);
        Assert.Equal(["shop-web", "shop-web-migrations"], await compose.ServicesAsync());
        var migrations = (await compose.InspectAsync("shop-web-migrations")).GetProperty("State");
        Assert.Equal(("exited", 0), (migrations.GetProperty("Status").GetString(), migrations.GetProperty("ExitCode").GetInt32()));
        Assert.True(
            migrations.GetProperty("FinishedAt").GetDateTimeOffset() <= (await compose.InspectAsync("shop-web")).GetProperty("State")
                .GetProperty("StartedAt").GetDateTimeOffset());
        // The migrations had the new volume first, and it is the app's nevertheless.
        (await compose.RunAsync("exec", "--no-TTY", "shop-web", "touch", "/var/lib/shop/from-web")).Succeeded();
        (await compose.RunAsync("run", "--rm", "--no-TTY", "--entrypoint", "touch", "shop-web-migrations",
            "/var/lib/shop/from-migrations")).Succeeded();

        // Once more: nothing to migrate, nothing to build.
        (await compose.RunAsync("up", "--detach", "--build")).Succeeded();
        Assert.Contains("\"shelf\":\"Z9\"", await ComposeRun.GetAsync(port, "/stock"), StringComparison.Ordinal);

        (await compose.RunAsync("--profile", "debug", "up", "--detach", "--build", "shop-web-debug")).Succeeded();
        Assert.Contains("\"shelf\":\"Z9\"", await ComposeRun.GetAsync(debugPort, "/stock"), StringComparison.Ordinal);
        Assert.Contains("Shop.Web", (await compose.RunAsync("exec", "--no-TTY", "shop-web-debug", "dotnet-trace", "ps")).Succeeded().Output,
            StringComparison.Ordinal);
        (await compose.RunAsync("exec", "--no-TTY", "shop-web-debug", "test", "-e", "/var/lib/shop/from-web")).Succeeded();

        (await compose.RunAsync("--profile", "test", "up", "--build", "shop-web-test")).Succeeded();
        workspace.Write("sample-apps/shop/tests/Shop.Tests/FailingTests.cs",
            "public class FailingTests { [Xunit.Fact] public void Fails() => Xunit.Assert.Fail(\"no\"); }");
        Assert.Contains("FailingTests.Fails",
            (await compose.RunAsync("--profile", "test", "build", "--progress=plain", "shop-web-test")).Failed().Output,
            StringComparison.Ordinal);

        (await compose.RunAsync("--profile", "*", "down", "--volumes", "--rmi", "all")).Succeeded();
        Assert.Equal("", await compose.LeftAsync());
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Config_accepts_the_file_with_all_that_it_may_hold()
    {
        var environment = new Dictionary<string, string?> { ["NPM_TOKEN"] = "x", ["SHOP_WEB_PORT"] = "9123" };
        var result = await CommandLine.RunAsync(Engine.Docker.Program,
            ["compose", "--file", Path.Combine(Checkout.Root, "tests", "golden", "compose", "compose.yaml"), "--profile", "*", "config",
                "--format", "json"], Path.GetTempPath(), environment);
        using var config = JsonDocument.Parse(result.Succeeded().StandardOutput);
        var services = config.RootElement.GetProperty("services");
        Assert.Equal(["mail", "shop-admin", "shop-web", "shop-web-debug", "shop-web-migrations", "shop-web-test"],
            services.EnumerateObject().Select(service => service.Name).Order(StringComparer.Ordinal));
        var web = services.GetProperty("shop-web");
        Assert.Equal("9123", web.GetProperty("ports")[0].GetProperty("published").GetString());
        Assert.Equal("5 $ off\nyes",
            web.GetProperty("build").GetProperty("args").GetProperty("CONTAINER_ENV_MOTD")
                .GetString()!.Replace("$$", "$", StringComparison.Ordinal));
        Assert.Equal("service_completed_successfully",
            web.GetProperty("depends_on").GetProperty("shop-web-migrations").GetProperty("condition").GetString());
        var watch = web.GetProperty("develop").GetProperty("watch")[0];
        Assert.Equal("rebuild", watch.GetProperty("action").GetString());
        Assert.EndsWith("/src/Shop.Web", watch.GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Equal(["/my data", "/var/lib/shop"],
            web.GetProperty("volumes").EnumerateArray().Select(volume => volume.GetProperty("target").GetString()!));
    }
}
