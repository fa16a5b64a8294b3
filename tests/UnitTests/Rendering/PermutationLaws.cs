using FsCheck.Fluent;
using MultiStage.Planning;
using MultiStage.Planning.Options;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering;

/// <summary>The order in which evaluation lists things never shows in what is written.</summary>
public sealed class PermutationLaws
{
    [Fact]
    public void The_order_of_projects_and_files_never_shows() =>
        Law.Holds(Models.Any.Zip(Gen.Choose(0, 1000)), pair =>
            Assert.Equal(Outputs(pair.Item1, Models.Options), Outputs(pair.Item1.Shuffled(pair.Item2), Models.Options)));

    [Fact]
    public void The_order_of_items_never_shows() =>
        Law.Holds(Models.AnyOptions.Zip(Gen.Choose(0, 1000)), pair =>
            Assert.Equal(Outputs(Models.Web, pair.Item1), Outputs(Models.Web, pair.Item1.Shuffled(pair.Item2))));

    [Fact]
    public void Both_orders_together_never_show() =>
        Law.Holds(Models.Any.Zip(Models.AnyOptions).Zip(Gen.Choose(0, 1000), (pair, seed) => (pair.Item1, pair.Item2, seed)), triple =>
            Assert.Equal(Outputs(triple.Item1, triple.Item2),
                Outputs(triple.Item1.Shuffled(triple.seed), triple.Item2.Shuffled(triple.seed))));

    [Fact]
    public void An_input_that_is_listed_twice_is_written_once() =>
        Law.Holds(Models.Any, solution => Assert.Equal(
            Outputs(solution, Models.Options),
            Outputs(solution with
            {
                SharedInputs = [.. solution.SharedInputs, .. solution.SharedInputs],
                Projects = [
                    .. solution.Projects.Select(
                        project =>
                            project with { Files = [.. project.Files, .. project.Files],
                                RestoreInputs = [.. project.RestoreInputs, .. project.RestoreInputs] })],
            }, Models.Options)));

    [Fact]
    public void The_order_of_command_words_does_show() => Assert.NotEqual(
        Outputs(Models.Web, Models.Options with { Command = new CommandOptions { DefaultArgs = ["a", "b"] } }),
        Outputs(Models.Web, Models.Options with { Command = new CommandOptions { DefaultArgs = ["b", "a"] } }));

    private static string Outputs(SolutionModel solution, ContainerOptions options)
    {
        var plan = Planner.Plan(solution, options);
        return string.Join("\n----\n", DockerfileWriter.Write(plan, DockerfileDialect.Portable),
            DockerfileWriter.Write(plan, DockerfileDialect.Modern), IgnoreFileWriter.Write(plan), PlanJson.Write(plan));
    }
}
