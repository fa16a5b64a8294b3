using MultiStage.Benchmarks.Rivals;
using MultiStage.Benchmarks.Solutions;

namespace MultiStage.Benchmarks;

/// <summary>Runs all scenarios of one solution, rivals in turn.</summary>
internal sealed class Suite(GeneratedSolution solution, IReadOnlyList<Rival> rivals, Settings settings)
{
    private readonly List<Measurement> measurements = [];
    private int round;

    public IReadOnlyList<Measurement> Run()
    {
        foreach (var rival in rivals)
        {
            solution.Write(rival.Root);
            var feed = Path.Combine(rival.Root, "packages");
            Directory.CreateDirectory(feed);
            foreach (var package in Directory.EnumerateFiles(settings.Packages, "*.nupkg"))
                File.Copy(package, Path.Combine(feed, Path.GetFileName(package)), overwrite: true);
            rival.Prepare(solution);
        }
        Cold();
        foreach (var modification in Enum.GetValues<Modification>())
            for (var i = 0; i < (modification is Modification.Package ? settings.ColdRuns : settings.Runs); i++)
                Round(modification.Describe(), rival => Shell.Time(rival.Build()), modification, rivals);
        if (rivals.Any(rival => rival.UsesEngine))
            FreshMachine();
        return measurements;
    }

    // The first build of a machine: no build cache, no outputs, packages unpacked on the host as a restored checkout has them.
    private void Cold()
    {
        for (var i = 0; i < settings.ColdRuns; i++)
            Round("cold", rival =>
            {
                rival.Forget();
                if (rival.UsesEngine)
                    Shell.PruneBuilder();
                return Shell.Time(rival.Build());
            }, Modification.App, rivals);
        // Pruning for one rival emptied the cache of the others.
        foreach (var rival in rivals.Where(rival => rival.UsesEngine))
            Shell.Time(rival.Build());
    }

    private void FreshMachine()
    {
        var engines = rivals.Where(rival => rival.UsesEngine).ToList();
        string Reference(Rival rival) => $"{settings.Registry}/bench-cache-{rival.Name}:{solution.Name}";
        foreach (var rival in engines)
            Shell.Time(rival.Build(new RegistryCache(Reference(rival), Write: true)));
        for (var i = 0; i < settings.ColdRuns; i++)
            Round("fresh machine, registry cache, edit the app", rival =>
            {
                rival.Forget();
                Shell.PruneBuilder();
                return Shell.Time(rival.Build(new RegistryCache(Reference(rival), Write: false)));
            }, Modification.App, engines);
    }

    private void Round(string scenario, Func<Rival, double> time, Modification modification, IReadOnlyList<Rival> taking)
    {
        round++;
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rival in taking)
        {
            modification.Apply(rival.Root, solution, round, rival.Name);
            var seconds = time(rival);
            outputs[rival.Name] = rival.Output();
            measurements.Add(new Measurement(solution.Name, solution.Projects, scenario, rival.Name, round, seconds, outputs[rival.Name]));
            Console.WriteLine($"{solution.Name,-10} {scenario,-46} {rival.Name,-10} {seconds,8:0.00} s  {outputs[rival.Name]}");
        }
        if (outputs.Values.Distinct(StringComparer.Ordinal).Count() > 1)
            Console.WriteLine($"THE OUTPUTS DIFFER: {string.Join(", ", outputs.Select(output => $"{output.Key} {output.Value}"))}");
    }
}
