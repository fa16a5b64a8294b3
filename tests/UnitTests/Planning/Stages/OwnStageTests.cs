using MultiStage.Diagnostics;
using MultiStage.Planning;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Stages;

/// <summary>The project's own stages, commands and copies.</summary>
public sealed class OwnStageTests
{
    private static readonly PlaceOption Final = new();

    [Fact]
    public void A_stage_starts_from_base_and_stands_before_final()
    {
        var plan = Plan(new StageOptions { Stages = [new StageOption("tools")] });
        Assert.Equal(["base", "build", "publish", "tools", "final"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal("base", plan.Find("tools")!.From);
        Assert.NotEmpty(plan.Find("tools")!.Description);
    }

    [Fact]
    public void Stages_stand_behind_those_that_they_need_and_else_by_name()
    {
        StageOption[] stages = [new("c", "z"), new("a", "alpine:3.22"), new("z", "build"), new("b", "scratch")];
        var plan =
            Plan(new StageOptions { Stages = stages, Copies = [new CopyOption("x", ["/x"], "/x", new PlaceOption("b")) { From = "c" }] });
        Assert.Equal(["base", "build", "publish", "a", "z", "c", "b", "final"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal(PlanJson.Write(plan),
            PlanJson.Write(
                Plan(new StageOptions { Stages = [.. stages.Reverse()],
                    Copies = [new CopyOption("x", ["/x"], "/x", new PlaceOption("b")) { From = "c" }] })));
    }

    [Fact]
    public void Final_is_the_last_stage_even_where_another_one_starts_from_it()
    {
        var plan = Plan(new StageOptions
        {
            Stages = [new StageOption("profiled", "final"), new StageOption("other", "scratch")],
            Copies = [new CopyOption("app", ["/app/"], "/app/", new PlaceOption("other")) { From = "final" }],
            Runs = [new RunOption("touch /tmp/x", "touch /tmp/x", Final)],
        });
        Assert.Equal(["base", "build", "publish", "final-content", "other", "profiled", "final"], plan.Stages.Select(stage => stage.Name));
        Assert.Equal("final-content", plan.Find("profiled")!.From);
        Assert.Equal("final-content", plan.Find("final")!.From);
        Assert.Empty(plan.Find("final")!.Steps);
        Assert.Equal("final-content", Assert.IsType<CopyStep>(Assert.Single(plan.Find("other")!.Steps)).From);
        Assert.Contains(plan.Find("final-content")!.Steps, step => step is RunStep);
    }

    [Fact]
    public void A_command_runs_after_the_files_of_the_app_and_before_what_the_image_starts()
    {
        var final = Plan(new StageOptions { Runs = [new RunOption("one", "echo 1", Final), new RunOption("two", "echo 2", Final)] })
            .Find("final")!;
        Assert.Equal(["COPY", "RUN one", "RUN two", "ENTRYPOINT"], Words(final));
    }

    [Theory]
    [InlineData("app", "", "RUN x,COPY,RUN y,ENTRYPOINT")]
    [InlineData("", "app", "COPY,RUN x,RUN y,ENTRYPOINT")]
    [InlineData("", "y", "COPY,RUN y,RUN x,ENTRYPOINT")]
    [InlineData("y", "", "COPY,RUN x,RUN y,ENTRYPOINT")]
    [InlineData("", "command", "COPY,RUN y,ENTRYPOINT,RUN x")]
    [InlineData("command", "y", "COPY,RUN y,RUN x,ENTRYPOINT")]
    [InlineData("y", "app", "COPY,RUN x,RUN y,ENTRYPOINT")]
    public void Before_and_After_place_a_step(string before, string after, string expected)
    {
        var place = new PlaceOption("", before, after);
        var final = Plan(new StageOptions { Runs = [new RunOption("x", "x", place), new RunOption("y", "y", Final)] }).Find("final")!;
        Assert.Equal(expected.Split(','), Words(final));
    }

    [Fact]
    public void A_step_can_refer_to_one_that_comes_later_in_the_list()
    {
        var final = Plan(new StageOptions
        {
            Runs = [new RunOption("a", "a", new PlaceOption("", "", "b")), new RunOption("b", "b", new PlaceOption("", "", "c")),
                new RunOption("c", "c", Final), new RunOption("d", "d", Final)],
        }).Find("final")!;
        Assert.Equal(["COPY", "RUN c", "RUN b", "RUN a", "RUN d", "ENTRYPOINT"], Words(final));
    }

    [Fact]
    public void Another_user_is_in_force_for_its_step_alone()
    {
        var final = Plan(new StageOptions { Runs = [new RunOption("a", "a", Final) { User = "root" }, new RunOption("b", "b", Final)] })
            .Find("final")!;
        Assert.Equal(["COPY", "USER 0", "RUN a", "USER $APP_UID", "RUN b", "ENTRYPOINT"], Words(final));
        var last = Plan(new StageOptions { Runs = [new RunOption("a", "a", Final) { User = "root" }] }).Find("final")!;
        Assert.Equal(["COPY", "USER 0", "RUN a", "ENTRYPOINT", "USER $APP_UID"], Words(last));
    }

    [Fact]
    public void A_stage_inherits_the_user_of_the_one_below()
    {
        var plan = Plan(new StageOptions
        {
            Stages = [new StageOption("tools"), new StageOption("node", "node:22"), new StageOption("more", "node")],
            Runs = [.. new[] { "tools", "node", "more",
                "base" }.Select(stage => new RunOption("x", "x", new PlaceOption(stage)) { User = "1000" })],
        });
        Assert.Equal(["USER 1000", "RUN x", "USER $APP_UID"], Words(plan.Find("tools")!));
        Assert.Equal(["USER 1000", "RUN x", "USER 0"], Words(plan.Find("node")!));
        Assert.Equal(["USER 1000", "RUN x", "USER 0"], Words(plan.Find("more")!));
        Assert.Equal(["WORKDIR", "EXPOSE", "USER $APP_UID", "USER 1000", "RUN x", "USER $APP_UID"], Words(plan.Find("base")!));
    }

    [Fact]
    public void A_copy_has_owner_and_mode_and_is_never_linked()
    {
        var plan =
            Plan(new StageOptions { Copies = [
                new CopyOption("probe", ["tools/probe"], "/usr/local/bin/", Final) { Owner = "app:app", Mode = "0755" }] });
        foreach (var dialect in new[] { DockerfileDialect.Portable, DockerfileDialect.Modern })
            Assert.Contains("\nCOPY --chown=app:app --chmod=0755 tools/probe /usr/local/bin/\n", DockerfileWriter.Write(plan, dialect),
                StringComparison.Ordinal);
        Assert.Contains("!tools/probe\n", IgnoreFileWriter.Write(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_for_a_file_with_a_mode_is_made_before_so_that_it_can_be_entered()
    {
        var final =
            Plan(new StageOptions { Copies = [
                new CopyOption("key", ["key.pem"], "/etc/app/key.pem", Final) { Owner = "app", Mode = "0400" }] }).Find("final")!;
        Assert.Equal(["COPY", "USER app", "WORKDIR", "WORKDIR", "COPY", "ENTRYPOINT", "USER $APP_UID"], Words(final));
        Assert.Equal(["/etc/app", "/app"], final.Steps.OfType<WorkingDirectoryStep>().Select(step => step.Path).Texts());
        Assert.Equal(["COPY", "COPY", "ENTRYPOINT"],
            Words(Plan(new StageOptions { Copies = [new CopyOption("key", ["key.pem"], "key.pem", Final) { Mode = "0400" }] })
                .Find("final")!));
    }

    [Fact]
    public void Sources_of_this_machine_mean_themselves_and_those_of_a_stage_are_patterns()
    {
        var plan = Plan(new StageOptions
        {
            Copies =
            [
                new CopyOption("a", ["fonts/a[1]*.ttf", "fonts/b.ttf"], "/fonts", Final),
                new CopyOption("b", ["/usr/lib/*.so"], "/usr/lib/", Final) { From = "build" },
            ],
        });
        var copies = DockerfileReader.Stages(DockerfileWriter.Write(plan, DockerfileDialect.Portable))[^1].Copies;
        Assert.Equal(["fonts/a[[]1][*].ttf", "fonts/b.ttf"], copies[1].Sources);
        Assert.Equal("/fonts/", copies[1].Destination);
        Assert.Equal(["/usr/lib/*.so"], copies[2].Sources);
        Assert.DoesNotContain("*.so", IgnoreFileWriter.Write(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_says_which_item_asked_for_it()
    {
        var plan = Plan(new StageOptions { Runs = [new RunOption("fonts", "fc-cache -f", Final)] });
        Assert.Equal("ContainerRun 'fonts'", plan.Find("final")!.Steps.OfType<RunStep>().Single().Origin);
        Assert.All(plan.Stages.Where(stage => stage.Name != "final").SelectMany(stage => stage.Steps).OfType<RunStep>(),
            step => Assert.Null(step.Origin));
    }

    [Theory]
    [InlineData("MST5001", "From 'nope'", "tools From=nope")]
    [InlineData("MST5001", "ContainerRun 'x' has Stage 'nope'", "run Stage=nope")]
    [InlineData("MST5001", "ContainerCopy 'x' has From 'nope'", "copy From=nope")]
    [InlineData("MST2005", "From of ContainerStage 'tools'", "tools From=Bad:Image:1")]
    [InlineData("MST5002", "a -> b -> a", "a From=b,b From=a")]
    [InlineData("MST5002", "tools -> tools", "tools From=tools")]
    [InlineData("MST5002", "tools -> final -> tools", "tools From=final,copy From=tools")]
    [InlineData("MST5003", "'Tools'", "Tools")]
    [InlineData("MST5003", "'1'", "1")]
    [InlineData("MST5003", "'a b'", "a b")]
    [InlineData("MST5004", "'build'", "build")]
    [InlineData("MST5004", "'scratch'", "scratch")]
    [InlineData("MST5004", "'sources-1'", "sources-1")]
    [InlineData("MST5005", "'tools'", "tools,tools")]
    [InlineData("MST5006", "Before 'nope'", "run Before=nope")]
    [InlineData("MST5006", "app, command, settings", "run After=nope")]
    [InlineData("MST5007", "Before is 'app', After is 'command'", "run Before=app After=command")]
    [InlineData("MST5007", "ContainerRun 'x'", "run Before=x")]
    [InlineData("MST5008", "'tools'", "tools From=alpine:3,copy From=tools Stage=base")]
    [InlineData("MST5010", "Owner 'a b'", "copy Owner=a b")]
    [InlineData("MST5010", "Owner '--link'", "copy Owner=--link")]
    [InlineData("MST5010", "Mode 'u+x'", "copy Mode=u+x")]
    [InlineData("MST5010", "Mode '999'", "copy Mode=999")]
    [InlineData("MST5010", "Mode '0644'", "folder Mode=0644")]
    [InlineData("MST5010", "User '$x'", "run User=$x")]
    [InlineData("MST5010", "Destination", "copy Destination=a\nb")]
    [InlineData("MST5010", "OnBuildPlatform 'maybe'", "tools OnBuildPlatform=maybe")]
    [InlineData("MST5010", "Command", "run Command= ")]
    public void A_mistake_is_an_error_that_names_item_and_value(string code, string part, string items)
    {
        var options = new StageOptions();
        foreach (var item in items.Split(','))
        {
            var words = item.Split(' ').TakeWhile(word => !word.Contains('=')).ToList();
            var metadata = item[string.Join(' ', words).Length..].Trim(' ').Split(' ').Where(word => word.Contains('='))
                .Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            if (metadata.Count == 1)
                metadata[metadata.Keys.Single()] = item[(item.IndexOf('=') + 1)..];
            string Value(string name) => metadata.GetValueOrDefault(name, "");
            var place = new PlaceOption(Value("Stage"), Value("Before"), Value("After"));
            var name = string.Join(' ', words);
            options = name switch
            {
                "run" => options with { Runs = [.. options.Runs,
                    new RunOption("x", metadata.GetValueOrDefault("Command", "x"), place) { User = Value("User") }] },
                "copy" or "folder" =>
                    options with { Copies = [.. options.Copies,
                        new CopyOption("x", [name == "copy" ? "x" : "x/"], Value("Destination"), place) { From = Value("From"),
                            Owner = Value("Owner"), Mode = Value("Mode") }] },
                _ => options with { Stages = [.. options.Stages,
                    new StageOption(name, metadata.GetValueOrDefault("From", "")) { OnBuildPlatform = Value("OnBuildPlatform") }] },
            };
        }
        var exception = Assert.Throws<ContainerException>(() => Plan(options));
        Assert.Equal(code, exception.Descriptor.Code);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    internal static BuildPlan Plan(StageOptions items) => Planner.Plan(Models.Web, Models.Options with { Items = items });

    internal static IEnumerable<string> Words(Stage stage) =>
        stage.Steps.SelectMany(step => step is SettingsStep settings ? settings.Settings.Words() : [step switch
    {
        CopyStep => "COPY",
        RunStep run => "RUN "
            + (run.Commands[0].Words is [ShellWord] ? run.Origin!.Split('\'')[1].Replace("echo 1", "one", StringComparison.Ordinal) : "…"),
        UserStep user => "USER " + (user.Variable.Length > 0 ? "$" + user.Variable : user.Name),
        WorkingDirectoryStep => "WORKDIR",
        _ => step.GetType().Name,
    }]);
}
