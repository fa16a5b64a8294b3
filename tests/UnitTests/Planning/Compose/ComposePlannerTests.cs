using FsCheck.Fluent;
using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Compose;
using MultiStage.Planning.Options;
using MultiStage.Rendering.Compose;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Compose;

public sealed class ComposePlannerTests
{
    private static ComposeModel Plan(params ComposeApp[] apps) => ComposePlanner.Plan("Shop", apps);

    [Theory]
    [InlineData("Shop.Web", "shop-web", "SHOP_WEB")]
    [InlineData("shop", "shop", "SHOP")]
    [InlineData("My App (1)", "my-app-1", "MY_APP_1")]
    [InlineData("3D.Viewer", "3d-viewer", "_3D_VIEWER")]
    [InlineData("_x__Y_", "x-y", "X_Y")]
    [InlineData("Größe", "gr-e", "GR_E")]
    [InlineData("İstanbul", "stanbul", "STANBUL")]
    public void A_service_is_named_after_its_project(string project, string service, string variable)
    {
        var model = Plan(Named(project));
        Assert.Equal(service, Assert.Single(model.Services).Name);
        Assert.Equal(variable + "_PORT", Assert.Single(model.Services[0].Ports).Variable);
    }

    [Theory]
    [InlineData("api", "API")]
    [InlineData("Api_v2.internal", "API_V2_INTERNAL")]
    public void A_service_that_the_project_names_keeps_its_name(string service, string variable)
    {
        var model = Plan(Named("Shop.Web") with { Service = service });
        Assert.Equal(service, model.Services[0].Name);
        Assert.Equal(variable + "_PORT", model.Services[0].Ports[0].Variable);
    }

    [Theory]
    [InlineData("日本", "")]
    [InlineData("...", "")]
    [InlineData("Shop", "-x")]
    [InlineData("Shop", "a b")]
    [InlineData("Shop", "a/b")]
    [InlineData("Shop", "a\nb")]
    [InlineData("Shop", "a\n")]
    [InlineData("Shop", "${X}")]
    public void A_name_that_no_service_can_have_is_an_error(string project, string service) =>
        Assert.Equal("MST5804", Assert.Throws<ContainerException>(() => Plan(Named(project) with { Service = service })).Descriptor.Code);

    [Theory]
    [InlineData("Shop.Web", "Shop-Web")]
    [InlineData("Shop.Web", "shop.web")]
    [InlineData("Shop.Web", "Shop Web")]
    public void Two_projects_with_one_service_are_an_error_that_names_both(string one, string other)
    {
        var error = Assert.Throws<ContainerException>(() => Plan(Named(one), Named(other)));
        Assert.Equal("MST5803", error.Descriptor.Code);
        Assert.Contains($"'{one}'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{other}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<ContainerException>(() => Plan(Named(other), Named(one))).Message);
    }

    [Fact]
    public void A_project_that_is_named_like_a_stage_of_another_is_an_error() =>
        Assert.Equal("MST5803",
            Assert.Throws<ContainerException>(
                () => Plan(ComposeModels.App("Shop", null, "migrations"), Named("Shop.Migrations"))).Descriptor.Code);

    [Theory]
    [InlineData("Shop", "shop")]
    [InlineData("My.Shop", "my-shop")]
    [InlineData("日本", "app")]
    [InlineData("-_-", "app")]
    public void The_file_is_named_after_the_solution(string solution, string name) =>
        Assert.Equal(name, ComposePlanner.Plan(solution, [Named("Web")]).Name);

    [Theory]
    [InlineData("", "shop/web", "1.2", "shop/web:1.2", "shop/web:1.2-migrations")]
    [InlineData("registry.example:5000", "web", "latest", "registry.example:5000/web:latest",
        "registry.example:5000/web:latest-migrations")]
    public void Images_have_the_names_that_publish_gives_them(string registry, string repository, string tag, string final,
        string migrations)
    {
        var model = Plan(ComposeModels.App("Web", null, "migrations") with { Registry = registry, Repository = repository, Tag = tag });
        Assert.Equal(final, model.Service("web").Image);
        Assert.Equal(migrations, model.Service("web-migrations").Image);
    }

    [Fact]
    public void Migrations_run_before_the_app_and_see_its_volumes()
    {
        var model =
            Plan(ComposeModels.App("Shop", WithVolumes("/var/lib/shop"), "migrations-build", "migrations-catalog", "migrations-orders",
                "debug-tools", "debug"));
        Assert.Equal(["shop", "shop-debug", "shop-migrations-catalog", "shop-migrations-orders"],
            model.Services.Select(service => service.Name));
        Assert.Equal(["shop-migrations-catalog", "shop-migrations-orders"], model.Service("shop").RunsAfter);
        Assert.Equal(["shop-migrations-catalog", "shop-migrations-orders"], model.Service("shop-debug").RunsAfter);
        var migrations = model.Service("shop-migrations-orders");
        Assert.Equal("migrations-orders", migrations.Build.Target);
        Assert.Empty(migrations.RunsAfter);
        Assert.Empty(migrations.Ports);
        Assert.Empty(migrations.Profile);
        Assert.Equal([new ComposeMount("shop-var-lib-shop", InImage("/var/lib/shop"))], migrations.Mounts);
        Assert.Equal(["shop-var-lib-shop"], model.Volumes);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("debug")]
    public void A_stage_for_the_few_starts_with_its_profile_only(string stage)
    {
        var model = Plan(ComposeModels.App("Shop", WithVolumes("/data"), stage));
        var service = model.Service("shop-" + stage);
        Assert.Equal((stage, stage, "shop:latest-" + stage), (service.Profile, service.Build.Target, service.Image));
        Assert.Equal(stage == "debug" ? 1 : 0, service.Mounts.Count);
        Assert.Empty(model.Service("shop").Profile);
        Assert.Empty(service.Watches);
    }

    [Fact]
    public void Stages_of_the_project_s_own_are_no_services() =>
        Assert.Single(
            Plan(ComposeModels.App("Shop", null, "tools", "mymigrations", "migrations-build", "test-run", "test-results", "debug-base",
                "tests", "migration", "debugger")).Services);

    [Fact]
    public void Volumes_are_named_after_their_folders_so_that_one_more_changes_no_name()
    {
        var model = Plan(ComposeModels.App("Shop", WithVolumes("/data", "/var/lib/My Shop", "/var/lib/my-shop", "/ü")));
        Assert.Equal(["shop-data", "shop-data-2", "shop-var-lib-my-shop", "shop-var-lib-my-shop-2"],
            model.Service("shop").Mounts.Select(mount => mount.Volume).Order(StringComparer.Ordinal));
        Assert.Equal(model.Volumes, model.Service("shop").Mounts.Select(mount => mount.Volume).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_network_the_platform_and_values_with_line_breaks_reach_every_build()
    {
        var app = ComposeModels.App("Shop", null, "migrations") with { Network = "host", RuntimeIdentifier = "linux-musl-arm64",
            BuildArguments = [new("B", "2"), new("A", "1\n2")] };
        foreach (var service in Plan(app).Services)
        {
            Assert.Equal(("host", "linux/arm64"), (service.Build.Network, service.Platform));
            Assert.Equal([new NameValue("A", "1\n2"), new NameValue("B", "2")], service.Build.Arguments);
        }
    }

    [Fact]
    public void What_travels_to_the_builder_is_watched_without_what_a_build_here_writes()
    {
        var watches = Plan(ComposeModels.App("Shop") with { Context = "../.." }).Services[0].Watches;
        var project = Assert.Single(watches, watch => watch.Path.Length > 0 && watch.Path.EndsWith("src/Shop", StringComparison.Ordinal));
        Assert.Equal("../../src/Shop", project.Path);
        Assert.Equal(["bin/", "obj/"], project.Ignored);
    }

    [Theory]
    [InlineData(".", "")]
    [InlineData("..", "..")]
    public void A_project_in_the_root_of_the_context_is_watched_file_by_file_and_folder_by_folder(string context, string prefix)
    {
        var plan =
            Planner.Plan(
                Models.Solution(
                    Models.ProjectAt("App.csproj", "Program.cs", "wwwroot/index.html", "compose.yaml", "compose.override.yaml",
                        "docker-compose.yml", "Dockerfile", "Dockerfile.dockerignore", "deploy/Dockerfile")), Models.Options);
        var watches = ComposeWatches.For(Named("App") with { Plan = plan, Context = context });
        var start = prefix.Length == 0 ? "" : prefix + "/";
        Assert.Equal([start + "App.csproj", start + "Program.cs", start + "wwwroot"], watches.Select(watch => watch.Path));
    }

    [Fact]
    public void A_folder_in_a_watched_folder_is_not_watched_twice()
    {
        var plan = Named("App").Plan;
        plan = plan with { Context =
            new ContextRules([InContext("src"), InContext("src/a"), InContext("src/a/b.txt"), InContext("src-2"), InContext("c")],
                [InContext("src/bin"), InContext("src/a/obj"), InContext("src-2/obj")], []) };
        Assert.Equal(
            ["c ", "src a/obj/,bin/", "src-2 obj/"],
            ComposeWatches.For(Named("App") with { Plan = plan }).Select(watch => $"{watch.Path} {string.Join(',', watch.Ignored)}"));
    }

    [Fact]
    public void The_order_of_projects_never_shows() => Law.Holds(Gen.Choose(0, 100000), seed =>
    {
        var random = new Random(seed);
        ComposeApp[] apps =
        [
            .. Enumerable.Range(0, random.Next(1, 6))
                .Select(index =>
                    ComposeModels.App($"App{index}", WithVolumes("/data", "/b"),
                        random.Next(2) == 0 ? ["migrations", "debug"] : ["test"]) with
            {
                Secrets = [new("key", random.Next(2) == 0 ? "a" : "b", ""), new("other", "", "OTHER")],
                HostPorts = random.Next(3) == 0
                    ? [new("8080", "tcp", (9000 + index).ToString(System.Globalization.CultureInfo.InvariantCulture))]
                    : [],
            }),
        ];
        Assert.Equal(Text(apps),
            Text([.. apps.Shuffled(seed)
                .Select(app => app with { Secrets = app.Secrets.Shuffled(seed), BuildArguments = app.BuildArguments.Shuffled(seed) })]));
    }, times: 100);

    [Fact]
    public void Two_runs_give_the_same() => Assert.Equal(Text(Named("A"), Named("B")), Text(Named("A"), Named("B")));

    private static string Text(params ComposeApp[] apps) => ComposeWriter.Write(Plan(apps), "Shop.slnx");

    private static ComposeApp Named(string project) => ComposeModels.App("x") with { Project = project };

    private static ContainerOptions WithVolumes(params string[] folders) => Models.Options with
    {
        Items = new StageOptions { Items = [.. folders.Select(PlanReading.Volume)] },
        Secrets = [new SecretOption("key", "build", ""), new SecretOption("other", "publish", "")],
    };
}
