using MultiStage.Planning;
using MultiStage.Planning.Features.Assets;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Planning.Stages.Assets;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering;

public sealed class GoldenTests
{
    private const string Feed = "artifacts/packages";

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static StageOptions DebugItems => new()
    {
        Debug = new DebugOptions { Tools = [new DebugToolOption("dotnet-trace", "9.0.*"),
            .. new[] { "dotnet-counters", "dotnet-dump", "dotnet-gcdump",
                "dotnet-trace" }.Select(tool => new DebugToolOption(tool, "", IsDefault: true))] },
    };

    private static readonly Dictionary<string, (SolutionModel Solution, ContainerOptions Options)> Cases = new(StringComparer.Ordinal)
    {
        ["one-file-web"] = (Models.Web, Models.Options),
        ["worker"] = (Models.Solution(Models.ProjectAt("Worker.csproj", "Program.cs", "appsettings.json") with { HasPackages = true }),
            Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/runtime:10.0" }),
        ["shop"] = (Shop(), Models.Options),
        ["self-contained"] = (Publish(publish => publish with { IsSelfContained = true }),
            Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/runtime-deps:10.0" }),
        ["single-file"] = (Publish(publish => publish with { IsSelfContained = true, IsSingleFile = true }),
            Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/runtime-deps:10.0" }),
        ["aot"] = (Publish(publish => publish with { IsSelfContained = true, IsAot = true, IsTrimmed = true }),
            Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled" }),
        ["aot-platforms"] = (Publish(publish => publish with { IsSelfContained = true, IsAot = true, IsTrimmed = true }),
            Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled",
                RuntimeIdentifiers = ["linux-arm64", "linux-x64"] }),
        ["export"] = (Shop(), Models.Options with { Items = new StageOptions { Asked = "export" } }),
        ["tests"] = (Tested(),
            Models.Options with { Items = new StageOptions { Tests = new TestOptions { IsDeclared = true, BeforePublish = true } } }),
        ["alpine"] = (Models.Web,
            Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/aspnet:10.0-alpine", Family = "alpine",
                RuntimeIdentifier = "linux-musl-x64" }),
        ["chiseled"] = (Models.Web,
            Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", Family = "noble-chiseled" }),
        ["own-base-image"] = (Models.Web, Models.Options with { BaseImage = "registry.example/team/base:3", IsBaseImageOwn = true }),
        ["mirror"] = (Models.Web, Models.Options with { BaseRegistry = "mirror.example/mcr" }),
        ["scratch"] = (Publish(publish => publish with { IsSelfContained = true, IsTrimmed = true }),
            Models.Options with { BaseImage = "scratch", IsBaseImageOwn = true }),
        ["scratch-aot"] = (Tiny(), Models.Options with { BaseImage = "scratch", IsBaseImageOwn = true, OpenSsl = "false" }),
        ["debug"] = (Shop() with { RemoteFeeds = ["private"] }, Models.Options with { Items = DebugItems }),
        ["debug-chiseled"] = (Models.Web,
            Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", Family = "noble-chiseled",
                Items = DebugItems }),
        ["debug-scratch"] = (Tiny(), Models.Options with { BaseImage = "scratch", IsBaseImageOwn = true, Items = DebugItems }),
        ["lock-files"] =
            (Models.Solution(
                Models.ProjectAt("src/Hello/Hello.csproj",
                    "Program.cs") with { RestoreInputs = [InContext("src/Hello/Hello.csproj"), InContext("src/Hello/packages.lock.json")],
                        HasPackages = true,
                        UsesLockFile = true }), Models.Options),
        ["multi-targeting"] = (Publish(publish => publish with { IsMultiTargeting = true, TargetFramework = "net8.0" }),
            Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/aspnet:8.0" }),
        ["private-feed"] = (Shop() with { RemoteFeeds = ["company"], FeedVariables = ["FEED_TOKEN"] }, Models.Options with
        {
            Secrets = [new SecretOption("npm", "publish", "NPM_TOKEN"), new SecretOption("license", "build", "")],
        }),
        ["root-folder"] = (Models.Solution(Root()), Models.Options),
        ["120-projects"] =
            (Models.Solution(
                [.. Enumerable.Range(0, 120).Select(index => Models.ProjectAt($"src/P{index:000}/P{index:000}.csproj", "Class1.cs"))]),
                Models.Options),
        ["grouped"] = (Layered.Solution([6, 5, 1]), Models.Options with { BuildStages = BuildStagesNames.Grouped }),
        ["weird-names"] = (Models.Solution(
            Models.ProjectAt("src/My App (1) $x 'q' \"d\"/My App.csproj", "Program.cs", "a*b[c]?.cs"),
            Models.ProjectAt("src/日本 + {y}/Größe #1.fsproj", "Übung.fs")
                with { LinkedFiles = [InContext("linked (only)/one file.fs"), InContext("#top.fs")] }),
            Models.Options),
        ["packages"] = (Models.Web,
            Models.Options with { Items =
                new StageOptions { Packages = [new("libgdiplus", "6.1+dfsg-1"), new("curl"), new("clang", Stage: "build")] } }),
        ["packages-alpine"] = (Models.Web, Models.Options with
        {
            BaseImage = "mcr.microsoft.com/dotnet/aspnet:9.0-alpine", Locale = "de-DE", TimeZone = "Europe/Berlin",
            Items = new StageOptions { Packages = [new("icu-libs"), new("icu-data-full"), new("tzdata", "2025b-r0")] },
        }),
        ["image-settings"] = (Models.Web, Models.Options with
        {
            Items = new StageOptions { Items = [PlanReading.Volume("/var/lib/shop"), PlanReading.Volume("/my data"),
                PlanReading.Healthcheck("/app/probe --port 8080", "30s", "3s", "1m30s", "2")], StopSignal = "SIGINT" },
        }),
        ["migrations"] = (Models.Solution(
            Models.ProjectAt("src/Shop.Web/Shop.Web.csproj", "Program.cs", "appsettings.json") with { NeedsAspNetCore = true },
            Models.ProjectAt("src/Shop.Data/Shop.Data.csproj", "ShopContext.cs")) with
        {
            EntityFramework = new EntityFrameworkModel { Version = "10.0.1" },
            RemoteFeeds = ["company"],
        }, Models.Options with
        {
            Items = new StageOptions { Migrations = [new("ShopContext"),
                new("Shop.Data.AuditContext") { Name = "audit", Project = "src/Shop.Data/Shop.Data.csproj" }] },
        }),
        ["own-stages"] = (Models.Web, Models.Options with
        {
            Items = new StageOptions
            {
                Stages =
                [
                    new("site", "node:22-alpine", "builds the documentation") { WorkingDirectory = "/site", OnBuildPlatform = "true" },
                    new("diagnostics", "final", "is final with tools to look into it"),
                    new("load-test", "scratch"),
                ],
                Packages = [new("procps", Stage: "diagnostics")],
                Copies =
                [
                    new("docs", ["docs/"], "./", new PlaceOption("site")),
                    new("site", ["/site/dist/"], "wwwroot/docs/", new PlaceOption()) { From = "site" },
                    new("grpc_health_probe", ["/ko-app/grpc-health-probe"], "/usr/local/bin/",
                        new PlaceOption()) { From = "ghcr.io/grpc-ecosystem/grpc-health-probe:v0.4.37", Mode = "0755" },
                    new("ca", ["certs/ca.crt", "certs/old ca.crt"], "/usr/local/share/ca-certificates",
                        new PlaceOption("", "trust")) { Owner = "0:0", Mode = "0644" },
                    new("app", ["/app/"], "/app/", new PlaceOption("load-test")) { From = "final" },
                ],
                Runs =
                [
                    new("npm ci && npm run build", "npm ci && npm run build", new PlaceOption("site")),
                    new("trust", "update-ca-certificates", new PlaceOption("", "app")) { User = "root" },
                    new("warm-up", "\n  cd /app\n  for f in *.dll; do echo \"$f\"; done\n", new PlaceOption("", "", "site")),
                ],
            },
        }),
        ["assets"] = (Models.Web, Models.Options with
        {
            Items = new StageOptions { Assets =
                new AssetOptions { Items = [FrontEnds.Npm((".npmrc", "")) with { Command = "npm run build" }] } },
            Secrets = [new SecretOption("npmrc", "assets", "")],
        }),
        ["assets-several"] = (Models.Web, Models.Options with
        {
            HubRegistry = "mirror.example/hub",
            Items = new StageOptions
            {
                Assets = new AssetOptions
                {
                    Items =
                    [
                        FrontEnds.In("web/shop") with { Output = "build", Destination = "wwwroot/shop", SourceMaps = "true" },
                        FrontEnds.Of(("pnpm-lock.yaml", "lockfileVersion: '9.0'"),
                            (PackageJson.FileName,
                                """{ "packageManager": "pnpm@10.2.0", "engines": { "node": "^22" } }""")) with { Command =
                                    "pnpm exec vite build && ls \"dist\"", Stage = "publish" },
                    ],
                },
            },
        }),
        ["static-site"] = (Sites.Solution, Sites.Options),
        ["static-site-options"] = (Sites.Solution with { Publish = Sites.Solution.Publish with { IsMultiTargeting = true } },
            Sites.Options with
        {
            HubRegistry = "mirror.example/hub", User = "1000:1000", WorkingDirectory = "/srv",
            Ports = [new PortOption("8081", "tcp"), new PortOption("9090", "udp"), new PortOption("8080", "")],
            Site = new SiteOptions { Fallback = "app/shell.html", ImmutableFiles = ["/assets/*", "fonts/*.woff2"],
                Headers = [new("X-Frame-Options", "")] },
            Items = new StageOptions
            {
                Assets = new AssetOptions { Items = [FrontEnds.Npm()] },
                Packages = [new("curl")],
                Copies = [new("api.conf", ["src/Site/nginx/api.conf"], "/etc/nginx/site/server/", new PlaceOption())],
            },
        }),
        ["all-options"] = (Shop(), Models.Options with
        {
            SdkImage = "registry.example/sdk:10.0.401", RuntimeIdentifier = "linux-arm64", User = "1000:1000",
            WorkingDirectory = "/srv/my app",
            Ports = [new PortOption("9090", "udp"), new PortOption("80", ""), new PortOption("443", "tcp")],
            Environment = [new NameValue("ASPNETCORE_URLS", "http://+:80;https://+:443"), new NameValue("MOTD", "line one\nline two"),
                new NameValue("PRICE", "5$ \"net\" C:\\")],
            Labels = [new NameValue("org.opencontainers.image.title", "Shop"), new NameValue("note", "two\nlines")],
            BuildArguments = [new NameValue("CHANNEL", "stable"), new NameValue("QUOTED", "a \"b\" $c")],
            Properties = [new NameValue("Version", "1.2.3"), new NameValue("DefineConstants", "A;B"),
                new NameValue("Note", "it's 100% $(x)")],
            Secrets = [new SecretOption("nugetconfig", "build", "")],
            Command = new CommandOptions { Entrypoint = ["/bin/tini", "--"], AppCommand = ["dotnet", "Shop.Web.dll"],
                AppCommandArgs = ["--x"], DefaultArgs = ["a b"], Instruction = "DefaultArgs" },
        }),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_files_of_a_case_are_as_reviewed(string name)
    {
        var (solution, options) = Cases[name];
        Golden.Verify(name, Planner.Plan(solution, options));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_builder_can_read_the_files_of_a_case(string name)
    {
        var (solution, options) = Cases[name];
        var stages = DockerfileReader.Stages(DockerfileWriter.Write(Planner.Plan(solution, options), DockerfileDialect.Portable));
        Assert.Equal("base", stages[0].Name);
        Assert.Equal("final", stages[^1].Name);
        Assert.All(stages, stage => Assert.InRange(stage.Copies.Count, 0, 100));
        var known = new HashSet<string> { "scratch" };
        foreach (var stage in stages)
        {
            Assert.True(known.Contains(stage.From) || stage.From.Contains(':', StringComparison.Ordinal), stage.From);
            foreach (var from in stage.Copies.Where(copy => copy.Flags.Contains("--from=", StringComparison.Ordinal))
                .Select(copy => copy.Flags.Split("--from=")[1].Split(' ')[0]))
                Assert.True(known.Contains(from) || from.Contains(':', StringComparison.Ordinal), from);
            known.Add(stage.Name);
        }
    }

    [Fact]
    public void Every_golden_folder_has_a_case() =>
        Assert.Equal(Cases.Keys.Append(Compose.ComposeGoldenTests.Everything).Order(StringComparer.Ordinal),
            Directory.GetDirectories(Golden.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);

    private static SolutionModel Publish(Func<PublishModel, PublishModel> change)
    {
        var solution = Models.Solution(Models.ProjectAt("src/Hello/Hello.csproj", "Program.cs") with { HasPackages = true },
            Models.ProjectAt("src/Lib/Lib.csproj", "Class1.cs"));
        return solution with { Publish = change(solution.Publish) };
    }

    private static SolutionModel Tiny()
    {
        var solution = Models.Solution(Models.ProjectAt("src/Tiny/Tiny.csproj", "Program.cs") with { NeedsAspNetCore = true });
        return solution with { Publish = solution.Publish with { IsSelfContained = true, IsAot = true, IsTrimmed = true } };
    }

    private static SolutionModel Tested()
    {
        var shop = Shop();
        return shop with
        {
            Tests = new TestModel
            {
                Tests = [new TestProject(InContext("tests/Shop.Tests/Shop.Tests.csproj")),
                    new TestProject(InContext("tests/Shop.EndToEnd/Shop.EndToEnd.csproj")) { Runner = TestRunner.XunitPlatform }],
                Projects =
                [
                    Models.ProjectAt("tests/Shop.Tests/Shop.Tests.csproj",
                        "UnitTest1.cs") with { RestoreInputs = [InContext("tests/Shop.Tests/Shop.Tests.csproj"),
                            InContext("tests/Directory.Build.props"),
                            InContext("Directory.Build.props")] },
                    Models.ProjectAt("tests/Shop.EndToEnd/Shop.EndToEnd.csproj", "UnitTest1.cs"),
                    Models.ProjectAt("tests/Shop.Testing/Shop.Testing.csproj",
                        "Fixture.cs") with { LinkedFiles = [InContext("shared/Clock.cs"), InContext("shared/Data.json")] },
                ],
            },
        };
    }

    private static ProjectModel Root()
    {
        var project = Models.ProjectAt("App.csproj", "Program.cs", "wwwroot/index.html", ".config/dotnet-tools.json");
        return project with { ExcludedFolders = [.. project.ExcludedFolders, InContext("tests/App.Tests")] };
    }

    internal static SolutionModel Shop()
    {
        ProjectModel Library(string name) =>
            Models.ProjectAt($"src/{name}/{name}.csproj",
                "Class1.cs") with { RestoreInputs = [InContext($"src/{name}/{name}.csproj"), InContext("Directory.Build.props"),
                    InContext("Directory.Packages.props"),
                    InContext("eng/custom.props")] };
        return Models.Solution(
            Library("Shop.Web") with { HasPackages = true },
            Library("Shop.Domain") with { LinkedFiles = [InContext("shared/Clock.cs")] },
            Library("Shop.Data") with { HasPackages = true },
            Library("Shop.Mail"),
            Library("Shop.Contracts")) with
        {
            SharedInputs = [InContext("global.json"), InContext("nuget.config"), InContext(".config/dotnet-tools.json")],
            FeedFolders = [InContext(Feed)],
        };
    }
}
