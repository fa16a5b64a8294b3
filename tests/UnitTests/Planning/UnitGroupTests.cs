using System.Text;
using FsCheck.Fluent;
using MultiStage.Planning;
using MultiStage.Planning.Layouts;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

/// <summary>Laws of groups of projects, and of the file that has them.</summary>
public sealed class UnitGroupTests
{
    private static ContainerOptions Grouped => Models.Options with { BuildStages = BuildStagesNames.Grouped };

    [Fact]
    public void Every_library_is_in_one_group_behind_all_that_it_refers_to() => Law.Holds(Layered.Any, solution =>
    {
        var groups = UnitGroups.Of(solution);
        Assert.Equal(solution.Projects.Select(project => project.Path).Where(path => path != solution.Project).Order(),
            groups.SelectMany(group => group.Projects).Order());
        Assert.Equal(Enumerable.Range(1, groups.Count), groups.Select(group => group.Number));
        foreach (var group in groups)
            foreach (var project in group.Projects)
                foreach (var other in solution.Graph.ProjectClosure([project]).Where(path => path != project))
                {
                    var home = groups.Single(candidate => candidate.Projects.Contains(other));
                    Assert.True(home.Number < group.Number ? group.References.Contains(home.Number)
                        : home == group && Position(group, other) < Position(group, project), $"{project} needs {other}");
                }
    });

    [Fact]
    public void The_order_of_the_input_shows_nowhere() => Law.Holds(Layered.Any, solution =>
    {
        var turned = solution with { Projects = [.. solution.Projects.Reverse()], Graph = new([.. solution.Graph.Nodes.Reverse()]) };
        Assert.Equal(Planned(solution), Planned(turned));
    }, times: 50);

    [Fact]
    public void A_new_project_moves_few_others()
    {
        var (moved, all) = (0, 0);
        foreach (var seed in Enumerable.Range(0, 60))
        {
            var solution = Layered.Even(40 + (seed * 2), 3 + (seed % 12), seed);
            var before = Homes(solution);
            var after = Homes(Layered.With(solution, "src/Zz/Zz.csproj"));
            // A group is known by its members: who has lost most of them has moved.
            moved += before.Keys.Count(path => Neighbours(before, path).Count(other => after[other] == after[path]) * 2
                < Neighbours(before, path).Count());
            all += before.Count;
        }
        Assert.True(moved * 10 < all, $"{moved} of {all} have other neighbours");
    }

    [Fact]
    public void A_large_graph_makes_a_file_that_people_can_read_and_engines_take() => Law.Holds(Layered.Of(160), solution =>
    {
        var plan = Planner.Plan(solution, Grouped);
        var text = DockerfileWriter.Write(plan, DockerfileDialect.Portable);
        var lines = text.Split('\n');
        Assert.All(lines, line => Assert.True(Encoding.UTF8.GetByteCount(line) < 65_535));
        Assert.All(plan.Stages, stage => Assert.True(plan.Chain(stage.Name).Sum(one => one.Steps.Count(Makes)) < 125, stage.Name));
        Assert.True(UnitGroups.Of(solution).Count <= 20, "groups");
    }, times: 20);

    [Fact]
    public void Single_is_what_a_project_has_that_says_nothing()
    {
        var solution = Layered.Solution([3, 3, 1]);
        Assert.DoesNotContain("units-", Planned(solution, Models.Options), StringComparison.Ordinal);
        Assert.DoesNotContain("units-", Planned(solution, Models.Options with { BuildStages = "auto" }), StringComparison.Ordinal);
        Assert.Contains("units-1", Planned(Layered.Solution([10, 10, 1]), Models.Options with { BuildStages = "auto" }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build", "ContainerRun 'gen'")]
    [InlineData("publish", "ContainerRun 'gen'")]
    public void Steps_of_the_project_among_the_compilers_keep_one_stage(string stage, string named)
    {
        var options = Grouped with
        {
            Items = new StageOptions { Runs = [new RunOption("gen", "true", new PlaceOption(stage))] },
        };
        var solution = Layered.Solution([3, 1]);
        Assert.DoesNotContain("units-", Planned(solution, options), StringComparison.Ordinal);
        Assert.Contains(Planner.Warnings(solution, options), warning => warning.Descriptor.Code == "MST1065"
            && warning.Message.Contains(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void An_app_whose_publish_works_on_libraries_gets_them_as_they_are(bool isTrimmed, bool isSingleFile, bool isReadyToRun)
    {
        var solution = Layered.Solution([3, 1]);
        solution = solution with
        {
            Publish = solution.Publish with { IsTrimmed = isTrimmed, IsSingleFile = isSingleFile, IsReadyToRun = isReadyToRun },
        };
        var plan = Planner.Plan(solution, Grouped);
        Assert.Null(plan.Find(GroupedLayout.AppStage));
        Assert.Contains(plan.Find("publish")!.Steps.OfType<RunStep>().Single().Mounts.OfType<BindMount>(),
            mount => mount.Source.Text == "/out/real");
    }

    [Fact]
    public void A_group_is_given_the_inputs_of_its_projects_and_no_others()
    {
        var solution = Layered.Solution([2, 1]);
        var mounts = Planner.Plan(solution, Grouped).Find("units-1")!.Steps.OfType<RunStep>().Single().Mounts.OfType<BindMount>();
        Assert.Equal(["src/L0N0", "src/L0N1"], mounts.Select(mount => mount.Source.Text));
    }

    [Fact]
    public void An_unknown_value_is_refused() => Assert.Equal("MST1066",
        Assert.Throws<MultiStage.Diagnostics.ContainerException>(
            () => Planner.Plan(Layered.Solution([1, 1]), Models.Options with { BuildStages = "many" })).Descriptor.Code);

    private static bool Makes(Step step) => step is CopyStep or RunStep or WorkingDirectoryStep;

    private static int Position(UnitGroup group, ContextPath project) => group.Projects.ToList().IndexOf(project);

    private static Dictionary<ContextPath, int> Homes(SolutionModel solution) =>
        UnitGroups.Of(solution).SelectMany(group => group.Projects.Select(project => (project, group.Number)))
            .ToDictionary(pair => pair.project, pair => pair.Number);

    private static IEnumerable<ContextPath> Neighbours(Dictionary<ContextPath, int> homes, ContextPath path) =>
        homes.Keys.Where(other => other != path && homes[other] == homes[path]);

    private static string Planned(SolutionModel solution, ContainerOptions? options = null) =>
        DockerfileWriter.Write(Planner.Plan(solution, options ?? Grouped), DockerfileDialect.Modern);
}
