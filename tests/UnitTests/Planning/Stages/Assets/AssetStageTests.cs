using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Features.Assets;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages.Assets;

/// <summary>The stage of a front end and what comes of it.</summary>
public sealed class AssetStageTests
{
    [Fact]
    public void The_lock_file_comes_first_then_the_sources_then_the_command()
    {
        var stage = FrontEnds.Plan(FrontEnds.Npm((".npmrc", "registry=x"), (".nvmrc", "22"))).Find("assets")!;
        Assert.Equal("docker.io/library/node:22-slim", stage.From);
        Assert.True(stage.OnBuildPlatform);
        Assert.Equal(["WORKDIR", "COPY", "RUN …", "COPY", "RUN ContainerAssets 'ClientApp'", "RUN …"], OwnStageTestsWords(stage));
        var copies = stage.Steps.OfType<CopyStep>().ToList();
        Assert.Equal(["src/Hello/ClientApp/.npmrc", "src/Hello/ClientApp/package-lock.json", "src/Hello/ClientApp/package.json"],
            copies[0].Sources.Texts());
        Assert.Equal(["src/Hello/ClientApp/"], copies[1].Sources.Texts());
        Assert.Equal("npm run build", stage.Steps.OfType<RunStep>().ElementAt(1).Commands.Single().Words.OfType<ShellWord>().Single().Text);
        Assert.All(stage.Steps.OfType<RunStep>(), step => Assert.Equal("ContainerAssets 'ClientApp'", step.Origin));
    }

    [Fact]
    public void Final_gets_the_files_behind_those_of_the_app()
    {
        var copies = FrontEnds.Plan(FrontEnds.Npm()).Find("final")!.Steps.OfType<CopyStep>().ToList();
        Assert.Equal("publish", copies[^2].From);
        Assert.Equal(new CopyStep(copies[^1].Sources, InImage("wwwroot/"), "assets")
            { IsLinked = true, Origin = "ContainerAssets 'ClientApp'" },
            copies[^1]);
        Assert.Equal(["/src/src/Hello/ClientApp/dist/"], copies[^1].Sources.Texts());
    }

    [Fact]
    public void Publish_gets_them_before_it_runs_when_it_shall_know_them()
    {
        var plan = FrontEnds.Plan(FrontEnds.Changed(asset => asset with { Stage = "publish", Destination = "wwwroot/app" }));
        Assert.Equal("/src/src/Hello/wwwroot/app/", plan.Find("publish")!.Steps.OfType<CopyStep>().First().Destination.Text);
        Assert.DoesNotContain(plan.Find("final")!.Steps.OfType<CopyStep>(), copy => copy.From == "assets");
        Assert.True(Index(plan, "assets") < Index(plan, "publish"));
    }

    [Theory]
    [InlineData("", "/src/src/Hello/ClientApp/dist/")]
    [InlineData("build/browser", "/src/src/Hello/ClientApp/build/browser/")]
    [InlineData("./out/", "/src/src/Hello/ClientApp/out/")]
    [InlineData(@"dist\app", "/src/src/Hello/ClientApp/dist/app/")]
    [InlineData("../wwwroot", "/src/src/Hello/wwwroot/")]
    public void Output_starts_at_the_folder_of_the_item(string output, string source) =>
        Assert.Equal([source],
            FrontEnds.Plan(FrontEnds.Changed(asset => asset with { Output = output })).Find("final")!.Steps.OfType<CopyStep>()
                .Last().Sources.Texts());

    [Theory]
    [InlineData("", "wwwroot/")]
    [InlineData("wwwroot", "wwwroot/")]
    [InlineData("wwwroot/", "wwwroot/")]
    [InlineData(@"wwwroot\app", "wwwroot/app/")]
    [InlineData(".", "./")]
    public void Destination_starts_at_the_folder_of_the_app(string destination, string expected) =>
        Assert.Equal(expected,
            FrontEnds.Plan(FrontEnds.Changed(asset => asset with { Destination = destination })).Find("final")!.Steps.OfType<CopyStep>()
                .Last().Destination.Text);

    [Fact]
    public void What_was_built_on_this_machine_does_not_travel()
    {
        var rules = FrontEnds.Plan(FrontEnds.Npm((".npmrc", ""))).Context;
        Assert.Contains("src/Hello/ClientApp/dist", rules.Excluded.Texts());
        Assert.Contains("src/Hello/ClientApp/.npmrc", rules.Readmitted.Texts());
        Assert.DoesNotContain("src/Hello/wwwroot",
            FrontEnds.Plan(FrontEnds.Changed(asset => asset with { Output = "../wwwroot" })).Context.Excluded.Texts());
    }

    [Fact]
    public void A_front_end_in_the_folder_of_a_project_is_kept_from_the_builder()
    {
        var plan = FrontEnds.Plan(FrontEnds.Npm());
        Assert.Equal("rm -rf ./src/Hello/ClientApp",
            string.Join(' ',
                plan.Find("sources-dotnet")!.Steps.OfType<RunStep>().Single().Commands.Single().Words.OfType<LiteralWord>()
                    .Select(word => word.Text)));
        Assert.DoesNotContain(plan.Find("build")!.Steps.OfType<CopyStep>(),
            copy => copy.From.Length == 0 && copy.Sources.Texts().Contains("src/Hello/"));
        Assert.Equal("sources-dotnet", plan.Find("build")!.Steps.OfType<CopyStep>().Last().From);
    }

    [Fact]
    public void One_beside_the_projects_changes_nothing_for_the_builder()
    {
        var plan = FrontEnds.Plan(FrontEnds.In("src/client"));
        Assert.Equal(["base", "build", "publish", "assets", "final"], plan.Stages.Select(stage => stage.Name));
        Assert.Contains("src/client", plan.Context.Included.Texts());
    }

    [Fact]
    public void Several_front_ends_have_a_stage_each()
    {
        var assets = new[] { FrontEnds.In("src/Admin Site"), FrontEnds.In("src/shop"), FrontEnds.In("old/shop") };
        var plan = FrontEnds.Plan(assets);
        Assert.Equal(["assets-admin-site", "assets-old-shop", "assets-src-shop"],
            plan.Stages.Select(stage => stage.Name).Where(name => name.StartsWith("assets", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(FrontEnds.Plan([.. assets.Reverse()])));
    }

    [Fact]
    public void A_front_end_needs_nothing_of_the_dotnet_build_and_runs_beside_it()
    {
        var stage = FrontEnds.Plan(FrontEnds.Npm()).Find("assets")!;
        Assert.DoesNotContain(stage.Steps.OfType<CopyStep>(), copy => copy.From.Length > 0);
    }

    [Fact]
    public void Source_maps_are_left_out_unless_they_are_asked_for()
    {
        Assert.Contains("*.map", Finish(FrontEnds.Npm()), StringComparison.Ordinal);
        Assert.DoesNotContain("*.map", Finish(FrontEnds.Changed(asset => asset with { SourceMaps = "true" })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_that_leaves_nothing_says_so_in_the_form_that_MSBuild_reads() =>
        Assert.Contains(
            "/src/src/Hello/Hello.csproj : error MST5507: ContainerAssets 'ClientApp': 'npm run build' left no files in 'dist'.",
            Finish(FrontEnds.Npm()), StringComparison.Ordinal);

    [Theory]
    [InlineData("npmrc", "/root/.npmrc")]
    [InlineData("yarnrc", "/root/.yarnrc.yml")]
    [InlineData("licence", "/run/secrets/licence")]
    public void Secrets_are_mounted_where_they_are_looked_for(string id, string target)
    {
        var stage = FrontEnds.Plan(FrontEnds.Npm(), options => options with { Secrets = [new SecretOption(id, "assets", "")] })
            .Find("assets")!;
        foreach (var run in stage.Steps.OfType<RunStep>().Take(2))
            Assert.Equal(new SecretMount(id, InImage(target), IsRequired: true), run.Mounts.OfType<SecretMount>().Single());
    }

    [Fact]
    public void A_secret_in_a_variable_is_seen_by_every_command_of_a_line()
    {
        var plan = FrontEnds.Plan(FrontEnds.Changed(asset => asset with { Command = "npm run build && upload" }),
            options => options with { Secrets = [new SecretOption("token", "assets", "TOKEN")] });
        var text = DockerfileWriter.Write(plan, DockerfileDialect.Portable);
        Assert.Contains("TOKEN=\"$(cat /run/secrets/token 2>/dev/null)\" npm ci\n", text, StringComparison.Ordinal);
        Assert.Contains("TOKEN=\"$(cat /run/secrets/token 2>/dev/null)\" /bin/sh -ec 'npm run build && upload'\n", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_of_one_front_end_is_not_seen_by_the_other()
    {
        var plan = FrontEnds.Plan([FrontEnds.In("a"), FrontEnds.In("b")],
            options => options with { Secrets = [new SecretOption("npmrc", "assets-b", "")] });
        Assert.Empty(plan.Find("assets-a")!.Steps.OfType<RunStep>().SelectMany(run => run.Mounts).OfType<SecretMount>());
        Assert.NotEmpty(plan.Find("assets-b")!.Steps.OfType<RunStep>().SelectMany(run => run.Mounts).OfType<SecretMount>());
    }

    [Theory]
    [InlineData("npm run build", true)]
    [InlineData("npm run lint", true)]
    [InlineData("npm run-script build", true)]
    [InlineData("npm run nope", false)]
    [InlineData("npm run nope -- --prod", false)]
    [InlineData("npm run nope --workspace web", true)]
    [InlineData("npm run nope --if-present", true)]
    [InlineData("npm --prefix web run nope", true)]
    [InlineData("pnpm run nope", false)]
    [InlineData("pnpm --filter web run nope", true)]
    [InlineData("yarn run vite build", true)]
    [InlineData("npx vite build", true)]
    [InlineData("npm run nope && echo", true)]
    [InlineData("make", true)]
    public void A_script_that_is_not_there_is_an_error(string command, bool isValid)
    {
        var asset = FrontEnds.Changed(asset => asset with { Command = command });
        if (isValid)
        {
            FrontEnds.Plan(asset);
            return;
        }
        var exception = Assert.Throws<ContainerException>(() => FrontEnds.Plan(asset));
        Assert.Equal("MST5506", exception.Descriptor.Code);
        Assert.Contains("has no script 'nope'. It has: build, lint.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("", "is no JSON (line 1")]
    [InlineData("{ \"name\": }", "is no JSON (line 1")]
    [InlineData("{\n\"a\": 1,\n}", "is no JSON (line 3")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("{}", null)]
    public void A_broken_manifest_is_an_error_that_names_it(string? text, string? problem)
    {
        var exception = Assert.Throws<ContainerException>(() => FrontEnds.Plan(FrontEnds.Npm((PackageJson.FileName, text))));
        Assert.Equal(problem is null ? "MST5506" : "MST5503", exception.Descriptor.Code);
        Assert.Contains("src/Hello/ClientApp/package.json", exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem ?? "It has: none.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".npmrc", "//registry.example/:_authToken=npm_abcdef", true)]
    [InlineData(".npmrc", "_auth = \"dXNlcjpwYXNz\"", true)]
    [InlineData(".npmrc", "//r.example/:_password=x", true)]
    [InlineData(".npmrc", "//registry.example/:_authToken=${NPM_TOKEN}", false)]
    [InlineData(".npmrc", "registry=https://registry.example/\n# _authToken=x\nalways-auth=true", false)]
    [InlineData(".yarnrc.yml", "npmRegistries:\n  \"//r.example\":\n    npmAuthToken: abc", true)]
    [InlineData(".yarnrc.yml", "npmAuthToken: ${TOKEN}", false)]
    public void A_secret_in_settings_that_travel_is_an_error(string file, string text, bool isSecret)
    {
        var asset = FrontEnds.Npm((file, text));
        if (!isSecret)
        {
            FrontEnds.Plan(asset);
            return;
        }
        var exception = Assert.Throws<ContainerException>(() => FrontEnds.Plan(asset));
        Assert.Equal("MST5509", exception.Descriptor.Code);
        Assert.Contains("src/Hello/ClientApp/" + file, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OutputFolder", "/dist")]
    [InlineData("OutputFolder", ".")]
    [InlineData("OutputFolder", "../../../..")]
    [InlineData("OutputFolder", "../../../../x")]
    [InlineData("OutputFolder", "a\nb")]
    [InlineData("Destination", "/wwwroot")]
    [InlineData("Destination", "../x")]
    [InlineData("Stage", "build")]
    [InlineData("SourceMaps", "maybe")]
    public void Metadata_of_another_kind_is_an_error(string metadata, string value)
    {
        var asset = FrontEnds.Changed(asset => metadata switch
        {
            "OutputFolder" => asset with { Output = value },
            "Destination" => asset with { Destination = value },
            "Stage" => asset with { Stage = value },
            _ => asset with { SourceMaps = value },
        });
        var exception = Assert.Throws<ContainerException>(() => FrontEnds.Plan(asset));
        Assert.Equal("MST5010", exception.Descriptor.Code);
        Assert.Contains($"ContainerAssets 'ClientApp' has {metadata} ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JavaScript_projects_and_old_templates_run_no_npm_in_the_builder()
    {
        var web = Models.Web with
        {
            Projects = [.. Models.Web.Projects, Models.ProjectAt("src/client/client.esproj")],
            FrontEnds = [new FrontEndModel(InContext("src/client/client.esproj"), "npm run build", "dist")],
            Publish = Models.Publish with { HasSpaTarget = true },
        };
        var plan = Planner.Plan(web, Models.Options with { Items = new() { Assets = new() { Items = [FrontEnds.In("src/client")] } } });
        var text = DockerfileWriter.Write(plan, DockerfileDialect.Portable);
        foreach (var command in new[] { "dotnet restore", "dotnet publish" })
            Assert.Contains("-p:_MultiStageSpaBuild=false -p:ShouldRunBuildScript=false -p:ShouldRunNpmInstall=false",
                text.Split('\n').Single(line => line.Contains(command, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("COPY src/client/client.esproj src/client/", text, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Find("build")!.Steps.OfType<CopyStep>(), copy => copy.Sources.Texts().Contains("src/client/"));
    }

    private static string Finish(AssetOption asset) =>
        string.Join(' ',
            FrontEnds.Plan(asset).Find("assets")!.Steps.OfType<RunStep>().Last().Commands.Single().Words.OfType<LiteralWord>()
                .Select(word => word.Text));

    private static int Index(BuildPlan plan, string stage) => plan.Stages.ToList().FindIndex(one => one.Name == stage);

    private static IEnumerable<string> OwnStageTestsWords(Stage stage) => stage.Steps.Select(step => step switch
    {
        WorkingDirectoryStep => "WORKDIR",
        CopyStep => "COPY",
        RunStep { Commands: [{ Words: [ShellWord] }] } run => "RUN " + run.Origin,
        RunStep => "RUN …",
        _ => step.GetType().Name,
    });
}
