using FsCheck.Fluent;
using MultiStage.Planning;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering;

/// <summary>No value of a project can add, end or change an instruction: an independent reader gets it back as it was.</summary>
public sealed class EscapingLaws
{
    private static readonly DockerfileDialect[] Dialects = [DockerfileDialect.Portable, DockerfileDialect.Modern];

    [Fact]
    public void Environment_values_come_back_as_they_were_given() =>
        Law.Holds(Generators.Pairs(Generators.EnvironmentName, Generators.Text), pairs =>
        {
            var stages = Read(Models.Web, Models.Options with { Environment = pairs });
            Assert.Equal(pairs.ToDictionary(pair => pair.Name, pair => pair.Value), stages[0].Environment);
        });

    [Fact]
    public void Label_names_and_values_come_back_as_they_were_given() =>
        Law.Holds(Generators.Pairs(Generators.LabelName, Generators.Text), pairs =>
        {
            var stages = Read(Models.Web, Models.Options with { Labels = pairs });
            Assert.Equal(pairs.ToDictionary(pair => pair.Name, pair => pair.Value), stages[^1].Labels);
        });

    [Fact]
    public void Build_argument_values_come_back_as_they_were_given() =>
        Law.Holds(Generators.Pairs(Gen.Elements("A", "B_1", "_c"), Generators.Text), pairs =>
        {
            var build = Read(Models.Web, Models.Options with { BuildArguments = pairs }).Single(stage => stage.Name == "build");
            foreach (var pair in pairs)
                Assert.Equal(pair.Value, build.Arguments[pair.Name]);
        });

    [Fact]
    public void Command_words_come_back_as_they_were_given() =>
        Law.Holds(Generators.Text.NonEmptyListOf(), words =>
        {
            var final = Read(Models.Web,
                Models.Options with { Command =
                    new CommandOptions { AppCommand = [.. words], DefaultArgs = [.. Enumerable.Reverse(words)] } })[^1];
            Assert.Equal(words, final.Entrypoint!);
            Assert.Equal(Enumerable.Reverse(words), final.Arguments0!);
        });

    [Fact]
    public void Users_and_working_directories_come_back_as_they_were_given() =>
        Law.Holds(Generators.Line.Zip(Generators.Line), pair =>
        {
            var user = "u" + pair.Item1;
            var folder = "/" + pair.Item2;
            if (user.Contains('\n') || folder.Contains('\n'))
                return;
            var first = Read(Models.Web, Models.Options with { User = user, WorkingDirectory = folder })[0];
            Assert.Equal(user, first.User);
            Assert.Equal(folder, first.WorkingDirectory);
        });

    [Fact]
    public void Every_input_is_copied_to_the_folder_that_it_comes_from() =>
        Law.Holds(Models.Any, solution =>
        {
            var build = Read(solution, Models.Options).Single(stage => stage.Name == "build");
            var copies = build.Copies.Where(copy => copy.Flags.Length == 0).ToList();
            var files = solution.SharedInputs.Concat(solution.Projects.SelectMany(project => project.RestoreInputs));
            foreach (var file in files.Where(file => !solution.FeedFolders.Any(file.IsBelow)).Texts())
            {
                var folder = file.Contains('/') ? file[..(file.LastIndexOf('/') + 1)] : "./";
                Assert.Contains(copies,
                    copy => copy.Destination == folder && copy.Sources.Any(source => PatternOf(file) == source || source == file));
            }
            Assert.All(copies, copy => Assert.EndsWith("/", copy.Destination, StringComparison.Ordinal));
        });

    [Fact]
    public void No_combination_of_values_changes_the_instructions_of_the_file() =>
        Law.Holds(Models.Any.Zip(Models.AnyOptions), pair =>
        {
            var plan = Planner.Plan(pair.Item1, pair.Item2);
            var given = LineBreakArguments.For(plan).ToDictionary(argument => argument.Name, argument => argument.Value);
            foreach (var dialect in Dialects)
            {
                var stages = DockerfileReader.Stages(DockerfileWriter.Write(plan, dialect), given);
                Assert.Equal(plan.Stages.Select(stage => stage.Name), stages.Select(stage => stage.Name));
                foreach (var (expected, actual) in plan.Stages.Zip(stages))
                {
                    Assert.Equal(expected.From, actual.From);
                    var words =
                        expected.Steps.SelectMany(step => step is SettingsStep settings ? settings.Settings.Words() : [WordOf(step)])
                            .ToList();
                    // Values with a line break need an ARG of their own, nothing else does.
                    Assert.Equal(words.Where(word => word != "ARG"),
                        actual.Instructions.Select(instruction => instruction.Word).Where(word => word != "ARG"));
                }
            }
        });

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\r\nb\r\n")]
    [InlineData("x\\\ny")]
    public void A_value_with_a_line_break_is_taken_from_a_build_argument(string value)
    {
        var plan = Planner.Plan(Models.Web,
            Models.Options with { Environment = [new NameValue("MOTD", value)], Labels = [new NameValue("a.b", value)] });
        var text = DockerfileWriter.Write(plan, DockerfileDialect.Portable);
        Assert.DoesNotContain(value, text, StringComparison.Ordinal);
        Assert.Equal([value, value], LineBreakArguments.For(plan).Select(argument => argument.Value));
        Assert.Equal("", DockerfileReader.Stages(text)[0].Environment["MOTD"]);
    }

    [Fact]
    public void Values_with_line_breaks_of_names_that_differ_in_punctuation_stay_apart()
    {
        NameValue[] pairs = [new("A.B", "1\n"), new("A-B", "2\n"), new("A_B", "3\n")];
        var stages = Read(Models.Web, Models.Options with { Environment = pairs, Labels = pairs });
        Assert.Equal(pairs.ToDictionary(pair => pair.Name, pair => pair.Value), stages[0].Environment);
        Assert.Equal(pairs.ToDictionary(pair => pair.Name, pair => pair.Value), stages[^1].Labels);
    }

    [Theory]
    [InlineData("--from=x")]
    [InlineData("--link")]
    [InlineData("-a")]
    public void A_folder_whose_name_looks_like_a_flag_is_still_a_folder(string folder)
    {
        var build = Read(Models.Solution(Models.ProjectAt($"{folder}/App.csproj", "Program.cs")), Models.Options)[1];
        Assert.Contains(build.Copies,
            copy => copy.Flags.Length == 0 && copy.Sources.Single() == folder + "/" && copy.Destination == folder + "/");
    }

    [Theory]
    [MemberData(nameof(SingleValues))]
    public void A_value_survives_the_environment_instruction(string value)
    {
        var stages = Read(Models.Web, Models.Options with { Environment = [new NameValue("A", value), new NameValue("B", "after")] });
        Assert.Equal(value, stages[0].Environment["A"]);
        Assert.Equal("after", stages[0].Environment["B"]);
    }

    /// <summary>Every ASCII character alone, at the start, at the end and doubled.</summary>
    public static TheoryData<string> SingleValues =>
    [
        .. Enumerable.Range(1, 126)
            .SelectMany(code => new[] { $"{(char)code}", $"{(char)code}x", $"x{(char)code}", $"a{(char)code}{(char)code}b" }).Distinct(),
        "http://+:80;https://+:443", "C:\\app\\", "a\\\\", "<<EOF", "$(id)", "${A:-b}", new string('x', 30000), "\ufeffx", "😀", "e\u0301",
    ];

    private static List<ReadStage> Read(SolutionModel solution, ContainerOptions options)
    {
        var plan = Planner.Plan(solution, options);
        var given = LineBreakArguments.For(plan).ToDictionary(argument => argument.Name, argument => argument.Value);
        return [.. DockerfileReader.Stages(DockerfileWriter.Write(plan, DockerfileDialect.Modern), given)];
    }

    private static string PatternOf(string path) =>
        string.Concat(path.Select(character => character is '*' or '?' or '[' ? $"[{character}]" : $"{character}"));

    private static string WordOf(Step step) => step switch
    {
        ArgumentStep => "ARG",
        WorkingDirectoryStep => "WORKDIR",
        UserStep => "USER",
        CopyStep => "COPY",
        RunStep => "RUN",
        _ => step.GetType().Name,
    };
}
