using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages;

/// <summary>The stage debug and the stages below it.</summary>
public sealed class DebugTests
{
    private const string Chiseled = "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra";

    private static readonly StageOptions Asked =
        new() { Debug = new DebugOptions { Stage = "true", Tools = [new DebugToolOption("dotnet-trace")] } };

    [Theory]
    [InlineData("", false)]
    [InlineData("property", true)]
    [InlineData("own tool", true)]
    [InlineData("target", true)]
    [InlineData("target no", false)]
    [InlineData("own tool no", false)]
    [InlineData("stage", true)]
    [InlineData("package", true)]
    [InlineData("run", true)]
    [InlineData("copy", true)]
    [InlineData("copy from", true)]
    public void The_stage_is_there_when_something_asks_for_it(string reason, bool expected)
    {
        var items = new StageOptions { Debug = new DebugOptions { Tools = [new DebugToolOption("dotnet-trace", "", IsDefault: true)] } };
        var place = new PlaceOption("debug");
        items = reason.Split(' ')[0] switch
        {
            "property" => items with { Debug = items.Debug with { Stage = "True" } },
            "own" => items with { Debug = items.Debug with { Tools = [.. items.Debug.Tools, new DebugToolOption("mine")] } },
            "target" => items with { Asked = "debug" },
            "stage" => items with { Stages = [new StageOption("more", "debug")] },
            "package" => items with { Packages = [new PackageOption("procps", "", "debug")] },
            "run" => items with { Runs = [new RunOption("x", "x", place)] },
            "copy" when reason == "copy" => items with { Copies = [new CopyOption("x", ["x"], "/x", place)] },
            "copy" =>
                items with { Stages = [new StageOption("more")],
                    Copies = [new CopyOption("x", ["/x"], "/x", new PlaceOption("more")) { From = "debug" }] },
            _ => items,
        };
        if (reason.EndsWith("no", StringComparison.Ordinal))
            items = items with { Debug = items.Debug with { Stage = "false" } };
        var plan = OwnStageTests.Plan(items);
        Assert.Equal(expected, plan.Find("debug") is not null);
        Assert.Equal(expected, plan.Find("debug-tools") is not null);
        Assert.Equal("final", plan.Stages[^1].Name);
        Assert.Equal("base", plan.Stages[0].Name);
    }

    [Fact]
    public void It_is_final_and_tools_where_final_has_a_shell_and_a_runtime()
    {
        var plan = OwnStageTests.Plan(Asked);
        Assert.Equal(["base", "build", "publish", "debug-tools", "final-content", "debug", "final"],
            plan.Stages.Select(stage => stage.Name));
        Assert.Equal("final-content", plan.Find("debug")!.From);
        var text = DockerfileWriter.Write(plan, DockerfileDialect.Modern);
        Assert.Contains(
            "COPY --link --from=debug-tools /opt/dotnet-tools/ /opt/dotnet-tools/\nENV PATH=/opt/dotnet-tools:$PATH\nCOPY --link --from=publish /out/symbols/ ./\nENV DOTNET_EnableDiagnostics=1\nUSER 0\nRUN chmod 1777 /app\nUSER $APP_UID\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_tools_there_is_no_stage_for_them()
    {
        var plan = OwnStageTests.Plan(new StageOptions { Asked = "debug" });
        Assert.Equal(["base", "build", "publish", "final-content", "debug", "final"], plan.Stages.Select(stage => stage.Name));
        Assert.DoesNotContain(plan.Find("debug")!.Steps, step => step is SearchPathStep or CopyStep { From: not "publish" });
    }

    [Fact]
    public void Nothing_of_it_is_in_the_stages_that_ship()
    {
        foreach (var image in new[] { Models.AspNet, Chiseled })
        {
            var options = Models.Options with { BaseImage = image };
            var without = Planner.Plan(Models.Web, options);
            var with = Planner.Plan(Models.Web, options with { Items = Asked });
            Assert.Equal(Instructions(without, "base", "final"), Instructions(with, "base", "final-content", "final"));
        }
    }

    [Fact]
    public void On_an_image_without_a_shell_everything_is_repeated_on_one_that_has_it()
    {
        var options = Models.Options with
        {
            BaseImage = Chiseled,
            Environment = [new NameValue("COLOR", "blue")],
            Labels = [new NameValue("team", "shop")],
            Items = Asked with
            {
                Copies =
                [
                    new CopyOption("settings", ["settings.json"], "/etc/settings.json", new PlaceOption("", "app")),
                    new CopyOption("fonts", ["fonts/"], "/fonts/", new PlaceOption("base")),
                    new CopyOption("probe", ["probe"], "/probe", new PlaceOption("debug")),
                ],
                Items = [PlanReading.Volume("/data"), PlanReading.Healthcheck("/probe")],
                StopSignal = "SIGINT",
            },
        };
        var plan = Planner.Plan(Models.Web, options);
        Assert.Equal(["base", "build", "publish", "debug-tools", "debug-base", "debug", "final"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:10.0-noble", plan.Find("debug-base")!.From);
        Assert.Equal(Instructions(plan, "base"), Instructions(plan, "debug-base"));
        var final = Instructions(plan, "final").Where(line => !line.StartsWith("USER", StringComparison.Ordinal)).ToList();
        var debug = Instructions(plan, "debug").Where(line => !line.StartsWith("USER", StringComparison.Ordinal)).ToList();
        Assert.Equal(final, debug.Where(line => final.Contains(line)));
        Assert.Equal(
            ["COPY probe /probe", "COPY --link --from=debug-tools /opt/dotnet-tools/ /opt/dotnet-tools/",
                "ENV PATH=/opt/dotnet-tools:$PATH", "COPY --link --from=publish /out/symbols/ ./", "ENV DOTNET_EnableDiagnostics=1",
                "RUN chmod 1777 /app"],
            debug.Except(final));
        Assert.Equal("USER $APP_UID", Instructions(plan, "debug")[^1]);
    }

    [Theory]
    // Shell and runtime are there.
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "", "")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:8.0-jammy", "", "")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine-extra", "", "")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-azurelinux3.0", "", "")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "",
        "")]
    [InlineData("registry.example/team/base:3", "", "own")]
    [InlineData("debian:bookworm-slim", "", "own")]
    // No shell.
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "mcr.microsoft.com/dotnet/aspnet:10.0-noble", "")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra", "mcr.microsoft.com/dotnet/aspnet:10.0-noble", "")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled-composite", "mcr.microsoft.com/dotnet/aspnet:8.0-jammy", "")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled-composite-extra", "mcr.microsoft.com/dotnet/aspnet:8.0-jammy", "")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0.1-noble-chiseled-amd64", "mcr.microsoft.com/dotnet/aspnet:10.0.1-noble-amd64", "")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0-azurelinux3.0-distroless-extra",
        "mcr.microsoft.com/dotnet/runtime:10.0-azurelinux3.0", "")]
    [InlineData("mirror.example/mcr/dotnet/aspnet:10.0-noble-chiseled", "mirror.example/mcr/dotnet/aspnet:10.0-noble", "")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "mcr.microsoft.com/dotnet/aspnet:10.0-noble", "")]
    // The app brings its runtime; tools need one all the same.
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0", "mcr.microsoft.com/dotnet/runtime:10.0", "self-contained")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine-extra", "mcr.microsoft.com/dotnet/runtime:10.0-alpine-extra",
        "self-contained")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled", "mcr.microsoft.com/dotnet/runtime:10.0-noble",
        "self-contained")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:9.0-noble-chiseled-extra", "mcr.microsoft.com/dotnet/runtime:9.0-noble", "aot")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0", "", "self-contained")]
    [InlineData("debian:bookworm-slim", "+mcr.microsoft.com/dotnet/runtime:10.0", "self-contained own")]
    [InlineData("alpine:3.22", "+mcr.microsoft.com/dotnet/runtime:10.0-alpine-extra", "self-contained own musl")]
    [InlineData("alpine:3.22", "+mcr.microsoft.com/dotnet/runtime:10.0-alpine", "self-contained own musl invariant")]
    [InlineData("scratch", "mcr.microsoft.com/dotnet/runtime:10.0", "self-contained own")]
    [InlineData("scratch", "mcr.microsoft.com/dotnet/runtime:10.0-noble", "aot own")]
    [InlineData("scratch", "mcr.microsoft.com/dotnet/runtime:10.0-alpine-extra", "aot own musl")]
    [InlineData("scratch", "mirror.example/dotnet/runtime:10.0-noble", "aot own mirror")]
    [InlineData("scratch", "mcr.microsoft.com/dotnet/runtime:11.0-preview-alpine",
        "self-contained own invariant sdk=mcr.microsoft.com/dotnet/sdk:11.0.100-preview.3-alpine")]
    [InlineData("scratch", "mcr.microsoft.com/dotnet/runtime:10.0-azurelinux3.0",
        "self-contained own sdk=mcr.microsoft.com/dotnet/sdk:10.0.401-azurelinux3.0")]
    [InlineData("scratch", "mcr.microsoft.com/dotnet/runtime:10.0", "self-contained own sdk=registry.example/sdk:7")]
    [InlineData("registry.example/base:3-chiseled", "registry.example/fat:3", "own given=registry.example/fat:3")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "registry.example/fat:3", "given=registry.example/fat:3")]
    public void The_image_has_a_shell_and_a_runtime(string baseImage, string expected, string how)
    {
        var words = how.Split(' ');
        string Value(string name) =>
            words.FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";
        var publish = Models.Publish with { IsSelfContained = words.Contains("self-contained") || words.Contains("aot"),
            IsAot = words.Contains("aot"), IsInvariantGlobalization = words.Contains("invariant") };
        var options = Models.Options with
        {
            BaseImage = baseImage,
            IsBaseImageOwn = words.Contains("own") || baseImage.Contains('@'),
            BaseRegistry = words.Contains("mirror") ? "mirror.example" : "",
            RuntimeIdentifier = words.Contains("musl") ? "linux-musl-x64" : "",
            SdkImage = Value("sdk"),
            Items = Asked with { Debug = Asked.Debug with { BaseImage = Value("given") } },
        };
        // As the project wrote it: what the planner infers for cultures is another test's matter.
        options = options with { IsBaseImageOwn = true };
        var plan = Planner.Plan(Models.Web with { Publish = publish }, options);
        var copied = plan.Find("debug")!.Steps.OfType<CopyStep>().FirstOrDefault(copy => copy.Destination.Text == "/usr/share/dotnet/");
        Assert.Equal(expected.StartsWith('+') ? expected[1..] : null, copied?.From);
        Assert.Equal(expected.Length == 0 || expected.StartsWith('+') ? null : expected, plan.Find("debug-base")?.From);
    }

    [Theory]
    [InlineData("registry.example/base:3-chiseled", "")]
    [InlineData("gcr.io/distroless/cc-debian12:nonroot", "")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "self-contained")]
    public void An_image_that_nobody_can_tell_is_asked_for(string baseImage, string how)
    {
        var solution = Models.Web with { Publish = Models.Publish with { IsSelfContained = how.Length > 0 } };
        var exception =
            Assert.Throws<ContainerException>(
                () => Planner.Plan(solution, Models.Options with { BaseImage = baseImage, IsBaseImageOwn = true, Items = Asked }));
        Assert.Equal("MST5303", exception.Descriptor.Code);
        Assert.Contains(baseImage, exception.Message, StringComparison.Ordinal);
        Assert.Contains("ContainerDebugBaseImage", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_scratch_the_app_is_copied_without_the_builder_s_system()
    {
        var solution = Models.Web with { Publish = Models.Publish with { IsSelfContained = true, IsAot = true } };
        var plan = Planner.Plan(solution, Models.Options with { BaseImage = "scratch", IsBaseImageOwn = true, Items = Asked });
        Assert.Contains(plan.Find("final")!.Steps.OfType<CopyStep>(), copy => copy.Sources[0].Text == "/out/root/");
        Assert.DoesNotContain(plan.Find("debug")!.Steps.OfType<CopyStep>(), copy => copy.Sources[0].Text == "/out/root/");
        Assert.Contains("ENTRYPOINT [\"/app/Hello\"]", Instructions(plan, "debug"));
        Assert.Contains("USER $APP_UID", Instructions(plan, "debug-base"));
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics", "DOTNET_EnableDiagnostics")]
    [InlineData("DOTNET_EnableDiagnostics_IPC", "DOTNET_EnableDiagnostics,DOTNET_EnableDiagnostics_IPC")]
    [InlineData("COMPlus_EnableDiagnostics", "COMPlus_EnableDiagnostics,DOTNET_EnableDiagnostics")]
    [InlineData("OTHER", "DOTNET_EnableDiagnostics")]
    public void The_diagnostics_port_is_open_even_where_final_closes_it(string name, string expected)
    {
        var plan = Planner.Plan(Models.Web, Models.Options with { Environment = [new NameValue(name, "0")], Items = Asked });
        var environment = plan.Find("debug")!.Settings().Environment;
        Assert.Equal(expected.Split(','), environment.Select(variable => variable.Name));
        Assert.All(environment, variable => Assert.Equal("1", variable.Value));
        Assert.Contains($"ENV {name}=0", Instructions(plan, "base"));
    }

    [Fact]
    public void A_property_that_is_neither_true_nor_false_is_an_error() =>
        Assert.Equal("MST5016",
            Assert.Throws<ContainerException>(
                () => OwnStageTests.Plan(new StageOptions { Debug = new DebugOptions { Stage = "yes" } })).Descriptor.Code);

    [Theory]
    [InlineData("debug")]
    [InlineData("debug-base")]
    [InlineData("debug-tools")]
    public void The_names_are_reserved(string name) =>
        Assert.Equal("MST5004",
            Assert.Throws<ContainerException>(
                () => OwnStageTests.Plan(new StageOptions { Stages = [new StageOption(name)] })).Descriptor.Code);

    [Fact]
    public void Packages_of_the_stage_are_for_its_own_image()
    {
        var items = Asked with { Packages = [new PackageOption("procps", "", "debug")] };
        var plan = Planner.Plan(Models.Web, Models.Options with { BaseImage = Chiseled, Items = items });
        Assert.Equal(["USER 0", "RUN …"], OwnStageTests.Words(plan.Find("debug")!).Take(2));
        Assert.Contains("install -y --no-install-recommends", DockerfileWriter.Write(plan, DockerfileDialect.Portable),
            StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Instructions(BuildPlan plan, params string[] stages) =>
    [
        .. DockerfileWriter.Write(plan, DockerfileDialect.Modern).Split("\n\n")
            .Where(block =>
                block.Split('\n')
                    .Any(line =>
                        stages.Any(
                            stage => line.StartsWith("FROM ", StringComparison.Ordinal)
                                && line.EndsWith(" AS " + stage, StringComparison.Ordinal))))
            .SelectMany(block => block.Split('\n'))
            .Where(line => line.Length > 0 && !line.StartsWith('#') && !line.StartsWith("FROM ", StringComparison.Ordinal)),
    ];
}
