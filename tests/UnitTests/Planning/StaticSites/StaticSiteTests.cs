using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Planning.Stages.Assets;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.StaticSites;

/// <summary>Which projects are static sites, and what their plans say.</summary>
public sealed class StaticSiteTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("ContainerFamily=nginx", true)]
    [InlineData("ContainerFamily=NGINX", true)]
    [InlineData("ContainerFamily=nginx OutputType=Library", true)]
    [InlineData("ContainerFamily=alpine", false)]
    [InlineData("ContainerFamily=nginx-alpine", false)]
    [InlineData("UsingMicrosoftNETSdkWebAssembly=true OutputType=Exe", true)]
    [InlineData("UsingMicrosoftNETSdkWebAssembly=true ContainerFamily=noble-chiseled", true)]
    [InlineData("OutputType=Library _MultiStageHasStartPage=true", false)]
    [InlineData("UsingMicrosoftNoTargetsSdk=true", false)]
    [InlineData("UsingMicrosoftNoTargetsSdk=true _MultiStageHasStartPage=true", true)]
    [InlineData("UsingMicrosoftNoTargetsSdk=true _MultiStageHasStartPage=true ContainerFamily=alpine", false)]
    public void Properties_tell_a_static_site(string properties, bool expected) =>
        Assert.Equal(expected, SiteProject.Is(Reader(properties)));

    [Theory]
    [InlineData("ContainerFamily=nginx OutputType=Exe", true)]
    [InlineData("ContainerFamily=nginx OutputType=exe", true)]
    [InlineData("ContainerFamily=nginx OutputType=WinExe", true)]
    [InlineData("ContainerFamily=nginx OutputType=Library", false)]
    [InlineData("UsingMicrosoftNETSdkWebAssembly=true OutputType=Exe", false)]
    [InlineData("UsingMicrosoftNETSdkWebAssembly=true ContainerFamily=nginx OutputType=Exe", false)]
    [InlineData("OutputType=Exe", false)]
    public void An_application_that_is_left_out_is_known(string properties, bool expected) =>
        Assert.Equal(expected, SiteProject.LeavesOutServer(Reader(properties)));

    [Fact]
    public void A_server_that_is_left_out_is_a_warning()
    {
        Assert.Empty(StaticSite.Warnings(Sites.Solution));
        var solution = Sites.Solution with { Publish = Sites.Solution.Publish with { LeavesOutServer = true } };
        Assert.Equal("MST5603", Assert.Single(StaticSite.Warnings(solution)).Descriptor.Code);
    }

    [Fact]
    public void The_web_server_runs_as_another_user_than_root_and_ends_in_order()
    {
        var plan = Planner.Plan(Sites.Solution, Sites.Options);
        Assert.Equal("docker.io/nginxinc/nginx-unprivileged:stable-alpine", plan.Find("base")!.From);
        Assert.Equal("101", Assert.Single(plan.Find("base")!.Steps.OfType<UserStep>()).Name);
        Assert.Equal([new ImagePort(8080, "tcp")], plan.Find("base")!.Settings().Ports);
        Assert.Equal("SIGQUIT", plan.Find("final")!.Settings().StopSignal);
        Assert.Equal(["nginx", "-e", "/dev/stderr", "-g", "daemon off;"], plan.Find("final")!.Settings().Entrypoint);
    }

    // The embedded engine runs nothing in an image.
    [Fact]
    public void Nothing_runs_in_the_image_and_it_gets_the_site_alone()
    {
        var plan = Planner.Plan(Sites.Solution, Sites.Options);
        Assert.DoesNotContain(plan.Stages.Where(stage => stage.Name is "base" or "final").SelectMany(stage => stage.Steps),
            step => step is RunStep);
        Assert.Equal(["/out/root/", "/out/app/wwwroot/"],
            plan.Find("final")!.Steps.OfType<CopyStep>().SelectMany(copy => copy.Sources).Texts());
    }

    [Theory]
    [InlineData("")]
    [InlineData("linux-arm64")]
    [InlineData("linux-musl-x64")]
    public void The_same_files_are_for_every_platform(string runtimeIdentifier)
    {
        var text =
            MultiStage.Rendering.DockerfileWriter.Write(
                Planner.Plan(Sites.Solution, Sites.Options with { RuntimeIdentifier = runtimeIdentifier }),
                MultiStage.Rendering.DockerfileDialect.Portable);
        Assert.DoesNotContain("TARGETARCH", text, StringComparison.Ordinal);
        Assert.DoesNotContain("linux-", text, StringComparison.Ordinal);
        Assert.Contains("FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "mirror.example/hub", "mirror.example/hub/nginxinc/nginx-unprivileged:stable-alpine")]
    [InlineData("docker.io/library/nginx:1.28", "mirror.example/hub", "docker.io/library/nginx:1.28")]
    [InlineData("registry.example/team/nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "",
        "registry.example/team/nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("oci:images/nginx", "", "oci:images/nginx")]
    public void The_base_image_is_the_mirrors_or_the_projects(string own, string mirror, string expected) =>
        Assert.Equal(expected,
            PlanReading.BaseImageOf(Sites.Solution,
                own.Length == 0
                    ? Sites.Options with { HubRegistry = mirror }
                    : Sites.Options with { BaseImage = own, IsBaseImageOwn = true, HubRegistry = mirror }));

    [Theory]
    [InlineData("scratch")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0")]
    [InlineData("mirror.example/dotnet/runtime-deps:10.0-noble-chiseled")]
    public void A_base_image_without_a_web_server_is_an_error(string image) =>
        Fails("MST5602", image, Sites.Options with { BaseImage = image, IsBaseImageOwn = true });

    [Fact]
    public void Stages_that_need_dotnet_are_errors()
    {
        Fails("MST5604", "debug", With(new StageOptions { Asked = "debug" }));
        Fails("MST5604", "debug", With(new StageOptions { Debug = new DebugOptions { Stage = "true" } }));
        Fails("MST5604", "debug", With(new StageOptions { Debug = new DebugOptions { Tools = [new DebugToolOption("dotnet-trace")] } }));
        Fails("MST5604", "migrations", With(new StageOptions { Migrations = [new MigrationOption("ShopContext")] }));
    }

    [Fact]
    public void Default_tools_alone_ask_for_nothing() =>
        Assert.NotNull(
            Planner.Plan(Sites.Solution,
                With(new StageOptions { Debug =
                    new DebugOptions { Tools = [new DebugToolOption("dotnet-trace", "", IsDefault: true)] } })));

    [Theory]
    [InlineData("docker.io/nginxinc/nginx-unprivileged:stable", "apt-get")]
    [InlineData("docker.io/nginxinc/nginx-unprivileged:stable-alpine", "apk add")]
    [InlineData("docker.io/library/nginx:1.28", "apt-get")]
    public void Packages_are_installed_with_the_package_manager_of_the_image(string image, string expected)
    {
        var plan = Planner.Plan(Sites.Solution,
            With(new StageOptions { Packages = [new PackageOption("curl")] }) with { BaseImage = image, IsBaseImageOwn = true });
        Assert.Contains(expected, MultiStage.Rendering.DockerfileWriter.Write(plan, MultiStage.Rendering.DockerfileDialect.Portable),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_without_cultures_is_no_reason_to_warn() => Assert.Empty(Planner.Warnings(Sites.Solution, Sites.Options));

    [Theory]
    [InlineData("", "", true)]
    [InlineData("final", "wwwroot", true)]
    [InlineData("publish", "", false)]
    public void Pages_that_come_later_are_not_missed_in_publish(string stage, string destination, bool expected)
    {
        var options =
            With(new StageOptions { Assets =
                new AssetOptions { Items = [FrontEnds.Npm() with { Stage = stage, Destination = destination }] } });
        Assert.Equal(expected, Told(options).Contains("_MultiStageSiteIsComplete=false"));
    }

    [Theory]
    [InlineData("wwwroot/", "", true)]
    [InlineData("/app/wwwroot/docs/", "final", true)]
    [InlineData("/etc/nginx/site/server/", "", false)]
    [InlineData("wwwroot/", "build", false)]
    public void Nor_are_pages_that_are_copied(string destination, string stage, bool expected) =>
        Assert.Equal(expected,
            Told(With(new StageOptions { Copies = [new CopyOption("x", ["x"], destination, new PlaceOption(stage))] }))
                .Contains("_MultiStageSiteIsComplete=false"));

    [Fact]
    public void Publish_is_told_what_the_command_line_said()
    {
        Assert.Equal(["_MultiStageRoot=/out/root", "_MultiStageSitePorts=8080"], Told(Sites.Options));
        Assert.Equal(
            ["_MultiStageRoot=/out/root", "_MultiStageSitePorts=80+443", "_MultiStageSiteFolder=/srv/wwwroot", "ContainerSpaFallback=false",
                "ContainerImmutableFiles=/a/*;/b/*"],
            Told(Sites.Options with { WorkingDirectory = "/srv/", Ports = [new("443", ""), new("80", "tcp"), new("53", "udp")],
                Site = new SiteOptions { Fallback = "false", ImmutableFiles = ["/b/*", "a/*"] } }));
    }

    [Fact]
    public void Invalid_settings_are_errors_before_anything_is_built() =>
        Fails("MST5605", "ContainerResponseHeader", Sites.Options with { Site = new SiteOptions { Headers = [new("bad name", "x")] } });

    [Fact]
    public void A_command_of_the_project_is_kept()
    {
        var plan = Planner.Plan(Sites.Solution,
            Sites.Options with { User = "1000", Command = new CommandOptions { AppCommand = ["/usr/sbin/nginx-debug"] },
                Items = new StageOptions { StopSignal = "SIGTERM" } });
        Assert.Equal(["/usr/sbin/nginx-debug"], plan.Find("final")!.Settings().Entrypoint);
        Assert.Equal("SIGTERM", plan.Find("final")!.Settings().StopSignal);
        Assert.Equal("1000", Assert.Single(plan.Find("base")!.Steps.OfType<UserStep>()).Name);
    }

    [Fact]
    public void The_export_holds_the_site_alone()
    {
        var stage = Planner.Plan(Sites.Solution, With(new StageOptions { Asked = "export" })).Find("export")!;
        Assert.Equal("/out/app/wwwroot/", Assert.Single(Assert.Single(stage.Steps.OfType<CopyStep>()).Sources).Text);
    }

    private static ContainerOptions With(StageOptions items) => Sites.Options with { Items = items };

    private static List<string> Told(ContainerOptions options) =>
        [.. SiteImage.PublishProperties(options).Cast<PropertyWord>().Select(word => $"{word.Name}={word.Value}")];

    private static void Fails(string code, string part, ContainerOptions options)
    {
        var exception = Assert.Throws<ContainerException>(() => Planner.Plan(Sites.Solution, options));
        Assert.Equal(code, exception.Descriptor.Code);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    private static Func<string, string> Reader(string properties)
    {
        var values = properties.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return name => values.GetValueOrDefault(name, "");
    }
}
