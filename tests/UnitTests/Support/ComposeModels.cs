using MultiStage.Planning;
using MultiStage.Planning.Compose;
using MultiStage.Planning.Options;
using YamlDotNet.RepresentationModel;

namespace MultiStage.UnitTests.Support;

/// <summary>Applications for compose files, and a look into what is written.</summary>
internal static class ComposeModels
{
    public static ComposeApp App(string project, ContainerOptions? options = null, params string[] stages)
    {
        var plan = Planner.Plan(Models.Solution(Models.ProjectAt($"src/{project}/{project}.csproj", "Program.cs")),
            options ?? Models.Options);
        return new ComposeApp
        {
            Project = project,
            Plan = plan.With(stages),
            Context = ".",
            Dockerfile = $"src/{project}/obj/container/net10.0/Dockerfile",
            Repository = ComposeNames.Project(project),
            Tag = "latest",
        };
    }

    public static ComposeApp Worker(string project) =>
        App(project, Models.Options with { BaseImage = "mcr.microsoft.com/dotnet/runtime:10.0" });

    /// <summary>The plan with stages that start from base, as features add them.</summary>
    public static BuildPlan With(this BuildPlan plan, params string[] stages) =>
        plan with { Stages = [.. plan.Stages.SkipLast(1), .. stages.Select(name => new Stage(name, "base", "is there for tests", [])),
            plan.Stages[^1]] };

    public static ComposeService Service(this ComposeModel model, string name) => model.Services.Single(service => service.Name == name);

    /// <summary>The value at a path of keys; lists are entered by their number.</summary>
    public static YamlNode At(this string yaml, params string[] path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return path.Aggregate(Assert.Single(stream.Documents).RootNode, (node, key) =>
            node is YamlSequenceNode list
                ? list[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)]
                : node[new YamlScalarNode(key)]);
    }

    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value!;
}
