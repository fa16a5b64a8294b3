using MultiStage.Diagnostics;

namespace MultiStage.Planning.Stages;

/// <summary>Puts stages into file order: each behind those that it starts from or copies from.</summary>
internal static class StageOrder
{
    /// <param name="stages">In the order to keep where nothing else is needed; <c>base</c> first, <c>final</c> last.</param>
    /// <exception cref="ContainerException">Stages need one another, or <c>base</c> needs one.</exception>
    public static IReadOnlyList<ArrangedStage> Sort(IReadOnlyList<ArrangedStage> stages)
    {
        var byName = stages.ToDictionary(stage => stage.Name, StringComparer.Ordinal);
        var sorted = new List<ArrangedStage>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<string>();
        foreach (var stage in stages)
            Visit(stage);
        return sorted;

        void Visit(ArrangedStage stage)
        {
            if (done.Contains(stage.Name))
                return;
            var start = path.IndexOf(stage.Name);
            if (start >= 0)
                throw new ContainerException(StageDiagnostics.StageCycle, string.Join(" -> ", path.Skip(start).Append(stage.Name)));
            path.Add(stage.Name);
            foreach (var name in stage.Needs)
                if (byName.TryGetValue(name, out var needed))
                    Visit(needed);
            path.RemoveAt(path.Count - 1);
            // IDEs run the first stage of the file.
            if (stage.Name == KnownStages.Base && sorted.Count > 0)
                throw new ContainerException(StageDiagnostics.BaseNeedsStage, sorted[^1].Name);
            sorted.Add(stage);
            done.Add(stage.Name);
        }
    }
}

/// <summary>A stage with all its steps at their places, before the users between them are written.</summary>
internal sealed record ArrangedStage(string Name, string From, StageDraft Draft, IReadOnlyList<PlacedSteps> Blocks)
{
    /// <summary>What the stage starts from and copies from, stages and images, in the order of the file.</summary>
    public IEnumerable<string> Needs =>
        Blocks.SelectMany(block => block.Steps).SelectMany(Sources).Prepend(From);

    private static IEnumerable<string> Sources(Step step) => step switch
    {
        CopyStep copy => [copy.From],
        RunStep run => run.Mounts.OfType<BindMount>().Select(mount => mount.From),
        _ => [],
    };

    /// <summary>The same stage that needs <paramref name="other"/> where it needed <paramref name="name"/>.</summary>
    public ArrangedStage With(string name, string other) => Needs.Contains(name) ? this with
    {
        From = From == name ? other : From,
        Blocks = [
            .. Blocks.Select(
                block => block with { Steps = [
                    .. block.Steps.Select(step => step is CopyStep copy && copy.From == name ? copy with { From = other } : step)] })],
    } : this;
}
