using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Builder;
using MultiStage.Planning.Kinds;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

/// <summary>Stages, layers, context and the commands of the builder.</summary>
public sealed class PlanTests
{
    [Theory]
    [InlineData(false, false, false, false, 1, "app")]
    [InlineData(false, false, false, true, 1, "packages app")]
    [InlineData(false, false, false, false, 2, "projects app")]
    [InlineData(false, false, false, true, 3, "packages projects app")]
    [InlineData(true, false, false, false, 1, "framework app")]
    [InlineData(true, false, false, true, 2, "framework packages projects app")]
    [InlineData(true, true, false, true, 2, "app")]
    [InlineData(false, true, false, true, 2, "app")]
    [InlineData(true, false, true, true, 2, "app")]
    public void Layers_are_those_that_have_files(bool isSelfContained, bool isSingleFile, bool isAot, bool hasPackages, int projects,
        string expected)
    {
        var solution =
            Models.Solution(
                [.. Enumerable.Range(0, projects)
                    .Select(index =>
                        Models.ProjectAt($"p{index}/P{index}.csproj") with { HasPackages = hasPackages && index == projects - 1 })]);
        Assert.Equal(expected,
            string.Join(' ',
                Layers(solution with { Publish =
                    solution.Publish with { IsSelfContained = isSelfContained, IsSingleFile = isSingleFile, IsAot = isAot } })));
    }

    private static IReadOnlyList<string> Layers(SolutionModel solution) => AppKinds.Of(solution, Models.Options).Layers(solution);

    [Theory]
    [InlineData("", "app")]
    [InlineData("NuGetPackageId=Serilog", "packages")]
    [InlineData("PackageName=Serilog", "packages")]
    [InlineData("SourceType=Package", "packages")]
    [InlineData("NuGetPackageId=Microsoft.NETCore.App.Runtime.linux-x64", "framework")]
    [InlineData("NuGetPackageId=Microsoft.AspNetCore.App.Runtime.linux-x64", "framework")]
    [InlineData("NuGetPackageId=Microsoft.NETCore.App.Host.linux-x64", "framework")]
    [InlineData("PackageName=Microsoft.NETCore.App.Runtime.linux-musl-arm64", "framework")]
    [InlineData("NuGetPackageId=Microsoft.NETCore.Apps", "packages")]
    [InlineData("ReferenceSourceTarget=ProjectReference", "projects")]
    [InlineData("SourceType=Project", "projects")]
    [InlineData("ReferenceSourceTarget=ProjectReference;NuGetPackageId=X", "projects")]
    [InlineData("CopyToPublishDirectory=Always", "app")]
    public void A_published_file_has_a_layer(string metadata, string expected)
    {
        var values = metadata.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(expected, FileOrigin.LayerOf(name => values.GetValueOrDefault(name, "")));
    }

    [Theory]
    [InlineData("DefineConstants", "A;B", "DefineConstants=A;B")]
    [InlineData("Version", "1.2.3", "")]
    [InlineData("GitCommit", "abc", "")]
    [InlineData("Platform", "AnyCPU", "")]
    [InlineData("Platform", "x64", "Platform=x64")]
    [InlineData("BuildingSolutionFile", "true", "")]
    [InlineData("MyPath", "/home/me/repo", "MyPath=/src")]
    [InlineData("MyPath", "/home/me/repo/a b/c", "MyPath=/src/a b/c")]
    [InlineData("MyPath", "/home/me/repository/x", "MyPath=/home/me/repository/x")]
    [InlineData("SolutionDir", "/home/me/repo/", "SolutionDir=/src/")]
    [InlineData("SolutionDir", "/elsewhere/", "")]
    [InlineData("Configuration", "Debug", "")]
    [InlineData("configuration", "Debug", "")]
    [InlineData("RuntimeIdentifier", "linux-x64", "")]
    [InlineData("PublishDir", "/x", "")]
    [InlineData("ContainerRepository", "x", "")]
    [InlineData("containerRepository", "x", "")]
    [InlineData("_Private", "x", "")]
    [InlineData("MSBuildSomething", "x", "")]
    [InlineData("NuGetPackageSourceCredentials_x", "x", "")]
    [InlineData("FeedPassword", "x", "")]
    [InlineData("MYSECRETVALUE", "x", "")]
    [InlineData("AccessToken", "x", "")]
    [InlineData("apikey", "x", "")]
    [InlineData("TokenCount", "3", "TokenCount=3")]
    public void Global_properties_are_repeated_unless_they_are_of_the_host_or_secret(string name, string value, string expected) =>
        Assert.Equal(expected,
            string.Join('|', BuilderProperties.Select([new(name, value)], "/home/me/repo").Select(pair => $"{pair.Name}={pair.Value}")));

    [Theory]
    [InlineData("C:\\repo\\src\\x", "/src/src/x")]
    [InlineData("C:/repo", "/src")]
    [InlineData("D:\\repo\\x", "D:\\repo\\x")]
    public void Paths_of_a_Windows_host_become_paths_of_the_builder(string value, string expected) =>
        Assert.Equal(expected, BuilderProperties.Select([new("P", value)], "C:/repo").Single().Value);

    [Theory]
    [InlineData("Version")]
    [InlineData("versionsuffix")]
    [InlineData("InformationalVersion")]
    [InlineData("SourceRevisionId")]
    [InlineData("ContinuousIntegrationBuild")]
    public void What_changes_with_every_build_does_not_reach_restore(string name)
    {
        var plan = Planner.Plan(Models.Web, Models.Options with { Properties = [new(name, "x"), new("Other", "y")] });
        PropertyWord[] Words(string stage) =>
            [.. plan.Find(stage)!.Steps.OfType<RunStep>().Single().Commands.Single().Words.OfType<PropertyWord>()];
        Assert.DoesNotContain(Words("build"), word => word.Name == name);
        Assert.Contains(new PropertyWord("Other", "y") { IsEscaped = true }, Words("build"));
        Assert.Contains(new PropertyWord(name, "x") { IsEscaped = true }, Words("publish"));
    }

    [Theory]
    // RID, own RIDs, self-contained, lock file -> how the architecture is named
    [InlineData("", "", false, false, "-a $TARGETARCH")]
    [InlineData("linux-arm64", "", false, false, "-r linux-arm64")]
    [InlineData("", "", false, true, "")]
    [InlineData("linux-arm64", "", false, true, "-r linux-arm64")]
    [InlineData("", "linux-x64", false, true, "-a $TARGETARCH")]
    [InlineData("", "", true, true, "-a $TARGETARCH")]
    public void Restore_and_publish_name_the_architecture_alike(string given, string own, bool isSelfContained, bool usesLockFile,
        string expected)
    {
        var solution = Models.Solution(Models.ProjectAt("a/A.csproj") with { UsesLockFile = usesLockFile });
        solution =
            solution with { Publish =
                solution.Publish with { IsSelfContained = isSelfContained, RuntimeIdentifiers = own.Length > 0 ? [own] : [] } };
        var stages =
            DockerfileReader.Stages(
                DockerfileWriter.Write(Planner.Plan(solution, Models.Options with { RuntimeIdentifier = given }),
                    DockerfileDialect.Portable));
        foreach (var run in new[] { stages[1].Runs.Single(), stages[2].Runs.Single() })
        {
            if (expected.Length > 0)
                Assert.Contains($" {expected} ", run, StringComparison.Ordinal);
            else
                Assert.DoesNotMatch(" -(a|r) ", run);
        }
        Assert.Equal(expected.Contains("TARGETARCH", StringComparison.Ordinal), stages[1].Arguments.ContainsKey("TARGETARCH"));
    }

    [Fact]
    public void A_framework_is_named_only_where_there_are_several()
    {
        string Publish(bool several) =>
            DockerfileWriter.Write(
                Planner.Plan(Models.Web with { Publish = Models.Publish with { IsMultiTargeting = several, TargetFramework = "net8.0" } },
                    Models.Options), DockerfileDialect.Portable);
        Assert.Contains(" -f net8.0 ", Publish(true), StringComparison.Ordinal);
        Assert.DoesNotContain(" -f ", Publish(false), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_mounted_and_read_and_never_written()
    {
        var plan = Planner.Plan(Models.Web with { FeedVariables = ["FEED_USER"], RemoteFeeds = ["x"] },
            Models.Options with { Secrets = [new("key", "publish", "KEY"), new("file", "build", "")] });
        var build = plan.Find("build")!.Steps.OfType<RunStep>().Single();
        var publish = plan.Find("publish")!.Steps.OfType<RunStep>().Single();
        Assert.Equal(["nugetconfig", "FEED_USER", "file"], build.Mounts.OfType<SecretMount>().Select(mount => mount.Id));
        Assert.Equal([false, false, true], build.Mounts.OfType<SecretMount>().Select(mount => mount.IsRequired));
        // Publish may restore, too: some SDKs do.
        Assert.Equal(["nugetconfig", "FEED_USER", "key"], publish.Mounts.OfType<SecretMount>().Select(mount => mount.Id));
        Assert.Contains("KEY=\"$(cat /run/secrets/key 2>/dev/null)\" ",
            DockerfileWriter.Write(plan, DockerfileDialect.Portable), StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Stages.Where(stage => stage.Name is "base" or "final").SelectMany(stage => stage.Steps),
            step => step is RunStep);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(40, 0)]
    [InlineData(41, 2)]
    [InlineData(120, 4)]
    [InlineData(500, 14)]
    public void A_large_graph_is_carried_by_stages_of_few_layers(int projects, int carriers)
    {
        var plan =
            Planner.Plan(
                Models.Solution(
                    [.. Enumerable.Range(0, projects).Select(index => Models.ProjectAt($"src/P{index}/P{index}.csproj", "A.cs"))]),
                    Models.Options);
        Assert.Equal(carriers, plan.Stages.Count - 4);
        Assert.All(plan.Stages, stage => Assert.InRange(stage.Steps.Count, 1, 100));
        var copied = plan.Stages.SelectMany(stage => stage.Steps).OfType<CopyStep>().Where(copy => copy.From.Length == 0)
            .SelectMany(copy => copy.Sources).ToList();
        Assert.Equal(2 * projects, copied.Distinct().Count());
    }

    [Fact]
    public void Stages_are_in_the_order_that_tools_expect()
    {
        var plan = Planner.Plan(Models.Web, Models.Options);
        Assert.Equal(["base", "build", "publish", "final"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal([false, true, true, false], plan.Stages.Select(stage => stage.OnBuildPlatform));
        Assert.NotNull(plan.Find("final"));
        Assert.Null(plan.Find("Final"));
    }

    [Fact]
    public void Folders_inside_each_other_are_copied_once_and_linked_files_only_where_no_folder_brings_them()
    {
        var solution = Models.Solution(
            Models.ProjectAt("a/A.csproj", "x.cs")
                with { LinkedFiles = [InContext("shared/L.cs"), InContext("b/B.cs"), InContext("a/inner/I.cs")] },
            Models.ProjectAt("a/inner/Inner.csproj", "I.cs"),
            Models.ProjectAt("b/B.csproj", "B.cs"));
        var build = DockerfileReader.Stages(DockerfileWriter.Write(Planner.Plan(solution, Models.Options), DockerfileDialect.Portable))[1];
        var sources = build.Copies.SelectMany(copy => copy.Sources).ToList();
        Assert.Equal(["a/A.csproj", "a/inner/Inner.csproj", "b/B.csproj", "shared/L.cs", "a/", "b/"], sources);
    }

    [Theory]
    [InlineData("a/b.cs", "a", true)]
    [InlineData("a/b/c.cs", "a", true)]
    [InlineData("ab/c.cs", "a", false)]
    [InlineData("a", "a", false)]
    [InlineData("x", "", true)]
    public void A_path_lies_below_a_folder(string path, string folder, bool expected) =>
        Assert.Equal(expected, InContext(path).IsBelow(InContext(folder)));

    [Theory]
    [InlineData("a/.b/c", "", true)]
    [InlineData("a/.b/c", "a", true)]
    [InlineData("a/.b/c", "a/.b", false)]
    [InlineData(".a", "", true)]
    [InlineData("a.b/c.d", "", false)]
    public void A_path_is_hidden_below_a_folder(string path, string folder, bool expected) =>
        Assert.Equal(expected, InContext(path).IsHiddenBelow(InContext(folder)));

    [Theory]
    [InlineData("a/b/c.cs", "a/b", "a/b/")]
    [InlineData("c.cs", "", "./")]
    public void A_folder_is_written_for_COPY(string path, string folder, string form)
    {
        Assert.Equal(folder, InContext(path).Folder.Text);
        Assert.Equal(form, CopySource.AllOf(InContext(folder)).Text);
        Assert.Equal(form, ImagePath.Like(InContext(folder)).Text);
    }

    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", "")]
    [InlineData("a\nb\nc", "a\nx\nc", "- b\n+ x\n")]
    [InlineData("a", "a\nb", "+ b\n")]
    [InlineData("a\nb", "b", "- a\n")]
    public void A_difference_shows_the_lines_that_changed(string before, string after, string expected) =>
        Assert.Equal(expected, LineDiff.Between(before, after));

    [Fact]
    public void On_scratch_the_files_of_the_builder_come_first()
    {
        var plan = Planner.Plan(SelfContained(Models.Web), Scratch);
        Assert.Equal("scratch", plan.Stages[0].From);
        Assert.Equal(new UserStep("1654"), plan.Stages[0].Steps[^1]);
        var first = Assert.IsType<CopyStep>(plan.Find("final")!.Steps[0]);
        Assert.Equal(("/out/root/", "/", "publish"), (first.Sources.Single().Text, first.Destination.Text, first.From));
        Assert.Contains("-p:_MultiStageRoot=/out/root", DockerfileWriter.Write(plan, DockerfileDialect.Portable), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "8080/tcp")]
    [InlineData(false, "")]
    public void On_scratch_a_web_app_listens_as_on_other_bases(bool isWeb, string ports)
    {
        var solution =
            SelfContained(Models.Solution(Models.ProjectAt("src/Hello/Hello.csproj", "Program.cs") with { NeedsAspNetCore = isWeb }));
        var settings = Planner.Plan(solution, Scratch).Stages[0].Settings();
        Assert.Equal(ports, string.Join(' ', settings.Ports.Select(port => $"{port.Port}/{port.Protocol}")));
        Assert.Equal(isWeb, settings.Environment.Contains(new NameValue("ASPNETCORE_HTTP_PORTS", "8080")));
    }

    [Fact]
    public void On_scratch_the_project_has_the_last_word()
    {
        var options = Scratch with { User = "0", Environment = [new NameValue("PATH", "/app")], OpenSsl = "false" };
        var plan = Planner.Plan(SelfContained(Models.Web), options);
        Assert.Contains(new NameValue("PATH", "/app"), plan.Stages[0].Settings().Environment);
        Assert.Contains(new UserStep("0"), plan.Stages[0].Steps);
        Assert.Contains("-p:ContainerOpenSsl=false", DockerfileWriter.Write(plan, DockerfileDialect.Portable), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "", "MST5101")]
    [InlineData(true, "maybe", "MST5105")]
    public void What_scratch_cannot_do_is_told_before_the_build(bool isSelfContained, string openSsl, string code)
    {
        var solution = isSelfContained ? SelfContained(Models.Web) : Models.Web;
        Assert.Equal(code,
            Assert.Throws<ContainerException>(() => Planner.Plan(solution, Scratch with { OpenSsl = openSsl })).Descriptor.Code);
    }

    private static ContainerOptions Scratch => Models.Options with { BaseImage = "scratch", IsBaseImageOwn = true };

    private static SolutionModel SelfContained(SolutionModel solution) =>
        solution with { Publish = solution.Publish with { IsSelfContained = true } };
}
