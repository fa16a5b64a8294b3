using MultiStage.EngineTests;

// Builds share two cores and one engine: one after the other is faster than all at once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(SampleImages))]
[assembly: AssemblyFixture(typeof(Leftovers))]

namespace MultiStage.EngineTests;

/// <summary>Every test is in one of these; CI runs the representative ones, <c>./test.sh --all</c> runs both.</summary>
internal static class Category
{
    public const string Name = nameof(Category);
    public const string Representative = nameof(Representative);
    public const string Matrix = nameof(Matrix);
}

/// <summary>Rows of theories.</summary>
internal static class Rows
{
    public static readonly IReadOnlyList<Engine> Engines = [Engine.Docker, Engine.DockerClassic, Engine.Docker20];

    public static Engine EngineOf(string name) => Engines.Single(engine => engine.Name == name);

    /// <summary>A row for each engine; those in <paramref name="representative"/> are for CI.</summary>
    public static IEnumerable<TheoryDataRow<string>> PerEngine(params Engine[] representative) =>
        Engines.Select(
            engine =>
                new TheoryDataRow<string>(engine.Name).WithTrait(Category.Name,
                    representative.Contains(engine) ? Category.Representative : Category.Matrix));
}
