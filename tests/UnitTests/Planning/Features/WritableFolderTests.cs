using FsCheck.Fluent;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Engines.Embedded;
using MultiStage.Images;
using MultiStage.Planning;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Features;

/// <summary>Folders of the image that the app's user owns.</summary>
public sealed class WritableFolderTests
{
    private static readonly ContainerOptions Scratch = Models.Options with { BaseImage = "scratch", IsBaseImageOwn = true };

    [Theory]
    [InlineData("data", "/app/", "data")]
    [InlineData("./data/", "/app/", "data")]
    [InlineData("data/cache", "/app/data/", "cache")]
    [InlineData("data\\cache", "/app/data/", "cache")]
    [InlineData(".", "/", "app")]
    [InlineData("/var/lib/shop", "/var/lib/", "shop")]
    [InlineData("/my $data", "/", "my $data")]
    public void A_folder_is_copied_below_its_parent_behind_the_app(string include, string destination, string name)
    {
        var final = Plan(include).Find("final")!;
        var copy = Assert.Single(final.Steps.OfType<CopyStep>(), copy => copy.EmptyFolder is not null);
        Assert.Equal((destination, name, "writable-folders"), (copy.Destination.Text, copy.EmptyFolder, copy.From));
        Assert.Equal(new ImageUser("", "APP_UID"), copy.OwnedBy);
        Assert.True(
            final.Steps.ToList().IndexOf(copy) > final.Steps.ToList().FindLastIndex(step => step is CopyStep { Published: not null }));
    }

    [Fact]
    public void The_file_gives_the_folder_to_the_user_of_the_image()
    {
        var text = Text(Plan("data"));
        Assert.Contains("RUN mkdir -p /out/writable-folders/1/data\n", text, StringComparison.Ordinal);
        Assert.Contains("COPY --from=writable-folders --chown=$APP_UID /out/writable-folders/1/ /app/\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "registry.example/team/base:3", "${APP_UID:-1654}")]
    [InlineData("1000:1000", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "1000:1000")]
    [InlineData("", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "$APP_UID")]
    public void The_owner_is_whom_the_app_runs_as(string user, string image, string expected) =>
        Assert.Contains($"--chown={expected} ",
            Text(Planner.Plan(Models.Web, With("data") with { User = user, BaseImage = image, IsBaseImageOwn = true })),
            StringComparison.Ordinal);

    [Fact]
    public void An_image_of_nothing_needs_no_shell_for_it()
    {
        var solution = Models.Web with { Publish = Models.Publish with { IsSelfContained = true } };
        var plan = Planner.Plan(solution, Scratch with { Items = Items("data") });
        Assert.Contains("COPY --from=writable-folders --chown=1654 /out/writable-folders/1/ /app/\n", Text(plan), StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Chain("final").SelectMany(stage => stage.Steps), step => step is RunStep);
    }

    [Fact]
    public void Each_folder_stands_once_and_the_order_of_the_project_does_not_show() =>
        Assert.Equal(Text(Plan("b", "/app/a")), Text(Plan("a", "b", "./b/", "/app/b")));

    [Fact]
    public void Another_stage_can_have_one()
    {
        var items = new StageOptions
        {
            Stages = [new StageOption("tools") { WorkingDirectory = "/tools" }],
            Items = [PlanReading.Item("ContainerWritableFolder", "out", ("Stage", "tools"))],
        };
        var plan = Planner.Plan(Models.Web, Models.Options with { Items = items });
        Assert.Equal("/tools/", Assert.Single(plan.Find("tools")!.Steps.OfType<CopyStep>()).Destination.Text);
        Assert.DoesNotContain(plan.Find("final")!.Steps, step => step is CopyStep { EmptyFolder: not null });
    }

    [Fact]
    public void Nobody_who_does_not_ask_gets_a_stage() => Assert.Null(Planner.Plan(Models.Web, Models.Options).Find("writable-folders"));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("..")]
    [InlineData("data/../..")]
    [InlineData("../data")]
    [InlineData("/etc")]
    [InlineData("/usr/bin/")]
    [InlineData("~/data")]
    [InlineData("C:\\data")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void Nonsense_is_an_error(string include)
    {
        var exception = Assert.Throws<ContainerException>(() => Plan(include));
        Assert.Equal("MST5010", exception.Descriptor.Code);
        Assert.Contains("ContainerWritableFolder", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base", "MST5008")]
    [InlineData("nowhere", "MST5010")]
    public void A_stage_that_cannot_have_one_is_an_error(string stage, string code) =>
        Assert.Equal(code, Assert.Throws<ContainerException>(() => Planner.Plan(Models.Web, Models.Options with
        {
            Items = new StageOptions { Items = [PlanReading.Item("ContainerWritableFolder", "data", ("Stage", stage))] },
        })).Descriptor.Code);

    [Fact]
    public void A_user_that_a_flag_cannot_hold_is_an_error() =>
        Assert.Equal("MST5010",
            Assert.Throws<ContainerException>(() => Planner.Plan(Models.Web, With("data") with { User = "o'neil x" })).Descriptor.Code);

    // Both engines give the app's user the folder that was asked for, and no other.
    [Fact]
    public void The_embedded_engine_makes_the_same_folder() => Law.Holds(Generators.FileName.Zip(Generators.FileName), pair =>
    {
        var folder = $"{pair.Item1}/{pair.Item2}";
        if (pair.Item1.AsSpan().ContainsAny('\\', '\n', '\r') || pair.Item2.AsSpan().ContainsAny('\\', '\n', '\r')
            || Record.Exception(() => Plan(folder)) is not null)
            return;
        var image = RuntimeImage.Of(Plan(folder), "final");
        var files = new StageFiles(OnHost("/context"), new HostPublish("linux/amd64", OnHost("/published")),
            user => user.Variable == "APP_UID" ? "1654" : "0");
        var layer = Assert.Single(files.Layers([.. image.Files.Where(file => file.Step is CopyStep { EmptyFolder: not null })]));
        var entry = Assert.Single(layer.Entries, entry => entry.UserId == 1654);
        Assert.Equal((LayerEntryKind.Directory, "/app/" + folder), (entry.Kind, entry.Path));
    });

    private static string Text(BuildPlan plan) => DockerfileWriter.Write(plan, DockerfileDialect.Modern);

    private static StageOptions Items(params string[] folders) =>
        new() { Items = [.. folders.Select(folder => PlanReading.Item("ContainerWritableFolder", folder))] };

    private static ContainerOptions With(params string[] folders) => Models.Options with { Items = Items(folders) };

    private static BuildPlan Plan(params string[] folders) => Planner.Plan(Models.Web, With(folders));
}
