using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages;

/// <summary><c>ContainerMigrations</c>: the stages that bundle and run migrations.</summary>
public sealed class MigrationTests
{
    private static readonly MigrationOption Shop = new("ShopContext");

    private static readonly SolutionModel Solution = Models.Solution(
        Models.ProjectAt("src/Shop.Web/Shop.Web.csproj", "Program.cs", "appsettings.json", "appsettings.Production.json",
            "config/appsettings.json", "settings.json") with { NeedsAspNetCore = true },
        Models.ProjectAt("src/Shop.Data/Shop.Data.csproj", "appsettings.Data.json"))
        with
    { EntityFramework = new EntityFrameworkModel { Version = "10.0.14" } };

    [Fact]
    public void Without_an_item_there_is_no_stage() =>
        Assert.Equal(["base", "build", "publish", "final"], Plan([]).Stages.Select(stage => stage.Name));

    [Fact]
    public void One_context_has_a_builder_and_an_image_on_the_app_s_base()
    {
        var plan = Plan([Shop]);
        Assert.Equal(["base", "build", "publish", "migrations-build", "migrations", "final"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal(("build", true), (plan.Find("migrations-build")!.From, plan.Find("migrations-build")!.OnBuildPlatform));
        Assert.Equal(("base", false), (plan.Find("migrations")!.From, plan.Find("migrations")!.OnBuildPlatform));
        Assert.Contains("ShopContext", plan.Find("migrations")!.Description, StringComparison.Ordinal);
        Assert.Equal(["/app/efbundle"], plan.Find("migrations")!.Settings().Entrypoint);
        Assert.DoesNotContain(plan.Find("migrations")!.Steps, step => step is RunStep);
    }

    [Fact]
    public void The_app_s_own_settings_files_are_beside_the_bundle() =>
        Assert.Equal(["src/Shop.Web/appsettings.Production.json", "src/Shop.Web/appsettings.json"],
            Plan([Shop]).Find("migrations")!.Steps.OfType<CopyStep>().First().Sources.Texts());

    // Compose starts the migrations first: the owner of the folder there becomes that of a new volume.
    [Fact]
    public void The_folders_of_volumes_are_made_for_the_app_s_user()
    {
        var options =
            Models.Options with { Items =
                new StageOptions { Migrations = [Shop], Items = [PlanReading.Volume("/var/lib/shop"), PlanReading.Volume("/app")] } };
        var stage = Planner.Plan(Solution, options).Find("migrations")!;
        Assert.Equal(["/var/lib/shop", "/app"], stage.Steps.OfType<WorkingDirectoryStep>().Select(step => step.Path).Texts());
        Assert.DoesNotContain(stage.Steps, step => step is UserStep);
        Assert.Empty(stage.Settings().Volumes);
    }

    [Fact]
    public void Whoever_asks_for_the_stage_without_an_item_means_the_only_context()
    {
        var plan = Planner.Plan(Solution, Models.Options with { Items = new StageOptions { Asked = "migrations" } });
        Assert.Equal(["base", "build", "publish", "migrations-build", "migrations", "final"], plan.Stages.Select(stage => stage.Name));
        Assert.DoesNotContain(Commands(plan), line => line.Contains("--context", StringComparison.Ordinal));
    }

    [Fact]
    public void Final_is_the_same_with_and_without_migrations()
    {
        Assert.Equal(Text(Plan([])),
            string.Concat(
                Text(Plan([Shop])).Split("\n# ").Where(part => !part.StartsWith("migrations", StringComparison.Ordinal))
                    .Select((part, index) => index == 0 ? part : "\n# " + part)));
        Assert.Equal(IgnoreFileWriter.Write(Plan([])), IgnoreFileWriter.Write(Plan([Shop])));
    }

    [Fact]
    public void Several_contexts_share_a_builder_and_the_order_of_items_means_nothing()
    {
        MigrationOption[] options = [Shop, new("Audit.AuditContext"), new("Other") { Name = "a.b" }];
        var plan = Plan(options);
        Assert.Equal(
            ["base", "build", "publish", "migrations-build", "migrations-auditcontext", "migrations-a.b", "migrations-shopcontext",
                "final"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal(3, Commands(plan).Count(line => line.Contains("migrations bundle", StringComparison.Ordinal)));
        Assert.Equal(Text(plan), Text(Plan([.. options.Reverse()])));
        Assert.Contains("COPY --from=migrations-build /out/migrations-a.b/efbundle ./", Text(plan), StringComparison.Ordinal);
        Assert.Contains("-p:_MultiStageMigrationContexts=Audit.AuditContext+Other+ShopContext", Text(plan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "", "10.0.14")]
    [InlineData("9.0.1", "", "", "9.0.1")]
    [InlineData("9.0.1", "10.0.2", "", "10.0.2")]
    [InlineData("9.0.1", "10.0.2", "10.*", "10.*")]
    [InlineData("", "", "11.0.0-preview.1", "11.0.0-preview.1")]
    public void The_tool_has_the_version_of_the_item_the_manifest_or_the_packages(string packages, string manifest, string item,
        string expected)
    {
        var framework = new EntityFrameworkModel { Version = packages.Length == 0 ? "10.0.14" : packages, ToolVersion = manifest };
        var install = Commands(Plan([Shop with { ToolVersion = item }], Solution with { EntityFramework = framework }))[0];
        Assert.EndsWith($"--version {(expected.Contains('*') ? $"'{expected}'" : expected)}", install, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void The_builder_adds_the_design_package_where_the_app_has_none(bool hasDesign, bool isAdded)
    {
        var build = Commands(Plan([Shop], Solution with { EntityFramework = Solution.EntityFramework with { HasDesign = hasDesign } }))[1];
        Assert.Equal(isAdded, build.Contains("-p:_MultiStageEntityFrameworkVersion=10.0.14", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "base", "linux-$(", false)]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled", "base", "linux-$(", false)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-alpine", "base", "linux-musl-$(", false)]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0", "base", "linux-$(", true)]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine", "base", "linux-musl-$(", true)]
    [InlineData("example.com/own:1", "base", "linux-$(", false)]
    public void The_bundle_fits_the_image_of_the_app(string image, string from, string runtime, bool isSelfContained)
    {
        var plan = Plan([Shop], options: Models.Options with { BaseImage = image, IsBaseImageOwn = true });
        Assert.Equal(from, plan.Find("migrations")!.From);
        Assert.Contains("--target-runtime " + runtime, Commands(plan)[^1], StringComparison.Ordinal);
        Assert.Equal(isSelfContained, Commands(plan)[^1].Contains("--self-contained", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("", true)]
    public void A_self_contained_app_has_a_self_contained_bundle_unless_told_otherwise(string metadata, bool expected)
    {
        var plan = Plan([Shop with { SelfContained = metadata }],
            Solution with { Publish = Solution.Publish with { IsSelfContained = true } });
        Assert.Equal(expected, Commands(plan)[^1].Contains("--self-contained", StringComparison.Ordinal));
    }

    [Fact]
    public void On_scratch_the_bundle_gets_the_image_of_NET()
    {
        var solution = Solution with { Publish = Solution.Publish with { IsSelfContained = true } };
        var plan = Plan([Shop], solution,
            Models.Options with { BaseImage = "scratch", IsBaseImageOwn = true, BaseRegistry = "mirror.example" });
        Assert.Equal("mirror.example/dotnet/aspnet:10.0", plan.Find("migrations")!.From);
        Assert.Contains(plan.Find("migrations")!.Steps, step => step is UserStep);
        Assert.Contains(plan.Find("migrations")!.Steps, step => step is WorkingDirectoryStep { Path.Text: "/app" });
        Assert.DoesNotContain("--self-contained", Commands(plan)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_the_item_s_own_is_not_run_by_root()
    {
        var plan = Plan([Shop with { BaseImage = "example.com/slim:1" }]);
        Assert.Equal("example.com/slim:1", plan.Find("migrations")!.From);
        Assert.Equal("1654", plan.Find("migrations")!.Steps.OfType<UserStep>().Single().Name);
    }

    [Fact]
    public void A_given_runtime_identifier_is_that_of_the_bundle()
    {
        var plan = Plan([Shop], options: Models.Options with { RuntimeIdentifier = "linux-arm64" });
        Assert.Contains("--target-runtime linux-arm64 ", Commands(plan)[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("TARGETARCH", Text(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Project_framework_and_properties_reach_every_command()
    {
        var plan = Plan(
            [Shop with { Project = "src/Shop.Data/Shop.Data.csproj" }],
            Solution with { Publish = Solution.Publish with { IsMultiTargeting = true } },
            Models.Options with { Properties = [new("Edition", "a b"), new("With-Dash", "x")] });
        Assert.Contains("-f net10.0", Commands(plan)[1], StringComparison.Ordinal);
        Assert.Contains("'-p:Edition=a b' -p:With-Dash=x", Commands(plan)[1], StringComparison.Ordinal);
        Assert.Contains("Edition='a b' /tools/dotnet-ef", Commands(plan)[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("With-Dash", Commands(plan)[^1], StringComparison.Ordinal);
        Assert.Contains("--project /src/src/Shop.Data/Shop.Data.csproj --context ShopContext", Commands(plan)[^1],
            StringComparison.Ordinal);
        Assert.Contains("--framework net10.0", Commands(plan)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_feeds_of_restore_are_there_for_each_command()
    {
        var plan = Plan([Shop], Solution with { RemoteFeeds = ["private"], FeedVariables = ["FEED_KEY"] });
        var runs = plan.Find("migrations-build")!.Steps.OfType<RunStep>().ToList();
        var restore = plan.Find("build")!.Steps.OfType<RunStep>().Single();
        Assert.Equal(3, runs.Count);
        Assert.All(runs, run => Assert.Equal(restore.Mounts, run.Mounts));
        Assert.All(runs,
            run => Assert.Contains(run.Commands[0].Environment, variable => variable is { Name: "FEED_KEY", IsSecretFile: true }));
    }

    [Fact]
    public void An_app_without_cultures_has_migrations_without_them()
    {
        var plan = Plan([Shop], Solution with { Publish = Solution.Publish with { IsInvariantGlobalization = true } });
        Assert.Contains(plan.Find("migrations")!.Settings().Environment,
            variable => variable.Name == "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
    }

    [Theory]
    [InlineData("MST5403", "src/Shop.Web/Shop.Web.csproj", "none")]
    [InlineData("MST5407", "src/Shop.Data/Shop.Data.csproj, src/Shop.Web/Shop.Web.csproj", "Project=src/Other/Other.csproj")]
    [InlineData("MST5407", "'/elsewhere/Other.csproj'", "Project=/elsewhere/Other.csproj")]
    [InlineData("MST5409", "migrations-shopcontext", "twice")]
    [InlineData("MST5409", "migrations-shop", "same name")]
    [InlineData("MST5010", "ToolVersion '--help'", "ToolVersion=--help")]
    [InlineData("MST5010", "ToolVersion 'latest'", "ToolVersion=latest")]
    [InlineData("MST5010", "ToolVersion '9.0.1 and 9.0.2'", "two versions")]
    [InlineData("MST5010", "SelfContained 'maybe'", "SelfContained=maybe")]
    [InlineData("MST5010", "Name 'A B'", "Name=A B")]
    [InlineData("MST5010", "Name 'build'", "Name=build")]
    [InlineData("MST5010", "Include '--all'", "Context=--all")]
    [InlineData("MST5010", "Include 'a;b'", "Context=a;b")]
    [InlineData("MST5010", "Include 'a b'", "Context=a\nb")]
    [InlineData("MST2005", "BaseImage of ContainerMigrations 'ShopContext'", "BaseImage=Not An Image")]
    public void A_mistake_is_an_error_that_names_item_and_value(string code, string part, string mistake)
    {
        var value = mistake[(mistake.IndexOf('=') + 1)..];
        IReadOnlyList<MigrationOption> options = mistake.Split('=')[0] switch
        {
            "twice" => [Shop, Shop],
            "same name" => [Shop with { Name = "shop" }, new("Other") { Name = "shop" }],
            "two versions" => [Shop with { ToolVersion = "9.0.1" }, new("Other") { ToolVersion = "9.0.2" }],
            "Project" => [Shop with { Project = value }],
            "ToolVersion" => [Shop with { ToolVersion = value }],
            "SelfContained" => [Shop with { SelfContained = value }],
            "Name" => [Shop with { Name = value }],
            "Context" => [new(value)],
            "BaseImage" => [Shop with { BaseImage = value }],
            _ => [Shop],
        };
        var exception =
            Assert.Throws<ContainerException>(() => Plan(options, mistake == "none" ? Solution with { EntityFramework = new() } : null));
        Assert.Equal(code, exception.Descriptor.Code);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrations")]
    [InlineData("migrations-build")]
    [InlineData("migrations-own")]
    public void A_stage_of_a_project_cannot_have_these_names(string name) =>
        Assert.Equal("MST5004",
            Assert.Throws<ContainerException>(
                () => Plan([], items: new StageOptions { Stages = [new StageOption(name)] })).Descriptor.Code);

    private static BuildPlan Plan(IReadOnlyList<MigrationOption> migrations, SolutionModel? solution = null,
        ContainerOptions? options = null, StageOptions? items = null) =>
        Planner.Plan(solution ?? Solution,
            (options ?? Models.Options) with { Items = (items ?? new StageOptions()) with { Migrations = migrations } });

    private static string Text(BuildPlan plan) => DockerfileWriter.Write(plan, DockerfileDialect.Portable);

    private static List<string> Commands(BuildPlan plan) =>
        [.. plan.Find("migrations-build")!.Steps.OfType<RunStep>().SelectMany(step => step.Commands).Select(ShellQuoting.Command)];
}
