using MultiStage.Diagnostics;
using Bundles = MultiStage.Planning.Features.Migrations.MigrationStages;

namespace MultiStage.Planning.Compose;

/// <summary>
/// Makes the compose file of some projects. Pure, and the order of the projects never shows: a service for each, one for
/// each of its migrations that runs before, and one for each stage that a profile asks for.
/// </summary>
internal static class ComposePlanner
{
    /// <summary>Stages with a service that starts only when its profile, which has the same name, is asked for.</summary>
    private static readonly IReadOnlyList<string> Profiles = ["debug", "test"];

    /// <param name="name">Name of the solution or project.</param>
    /// <param name="apps">At least one.</param>
    public static ComposeModel Plan(string name, IReadOnlyList<ComposeApp> apps)
    {
        IReadOnlyList<(string Service, ComposeApp App)> named =
            [.. apps.Select(app => (Service: ComposeNames.Service(app), App: app)).OrderBy(pair => pair.Service, StringComparer.Ordinal).ThenBy(pair => pair.App.Project, StringComparer.Ordinal).ThenBy(pair => pair.App.Dockerfile, StringComparer.Ordinal)];
        var secrets = new ComposeSecrets(named);
        var ports = new ComposePorts(named);
        List<(ComposeService Service, string Project)> services = [];
        foreach (var (service, app) in named)
            services.AddRange(Main(service, app, ports, secrets).Select(one => (one, app.Project)));
        // After all others, so that a stage for the few does not take the ports of those that always run.
        foreach (var (service, app) in named)
            services.AddRange(OnDemand(service, app, ports, secrets).Select(one => (one, app.Project)));
        CheckNames(services);
        return new ComposeModel(ComposeNames.Project(name), [.. services.Select(pair => pair.Service).OrderBy(service => service.Name, StringComparer.Ordinal)])
        {
            Volumes = services.SelectMany(pair => pair.Service.Mounts).Select(mount => mount.Volume).Sorted(),
            Secrets = secrets.Declared,
        };
    }

    private static IEnumerable<ComposeService> Main(string service, ComposeApp app, ComposePorts ports, ComposeSecrets secrets)
    {
        var migrations = MigrationStages(app.Plan);
        foreach (var stage in migrations)
            yield return Service($"{service}-{stage}", service, app, stage, secrets);
        yield return Service(service, service, app, KnownStages.Final, secrets) with
        {
            RunsAfter = [.. migrations.Select(stage => $"{service}-{stage}")],
            Ports = ports.Publish(service, app, KnownStages.Final, isFinal: true),
            Watches = ComposeWatches.For(app),
        };
    }

    private static IEnumerable<ComposeService> OnDemand(string service, ComposeApp app, ComposePorts ports, ComposeSecrets secrets) =>
        from stage in Profiles
        where app.Plan.Find(stage) is not null
        let name = $"{service}-{stage}"
        select Service(name, service, app, stage, secrets) with
        {
            Profile = stage,
            // The tests run while the image is built; a builder's image has no command, or a shell that waits.
            Entrypoint = stage == "test" ? ["true"] : [],
            RunsAfter = stage == "debug" ? [.. MigrationStages(app.Plan).Select(migrations => $"{service}-{migrations}")] : [],
            Ports = stage == "debug" ? ports.Publish(name, app, stage, isFinal: false) : [],
        };

    private static ComposeService Service(string name, string service, ComposeApp app, string stage, ComposeSecrets secrets) =>
        new(name, ImageNames.For(app.Registry, app.Repository, [app.Tag], stage)[0], new ComposeBuild(app.Context, app.Dockerfile, stage)
        {
            Arguments = [.. app.BuildArguments.OrderBy(argument => argument.Name, StringComparer.Ordinal)],
            Network = app.Network,
            Secrets = secrets.Uses(service),
        })
        {
            Platform = app.RuntimeIdentifier.Length == 0 ? "" : ImageNames.Platform(app.RuntimeIdentifier),
            Mounts = stage == "test" ? [] : Mounts(service, app),
        };

    // Migrations and tools for debugging see the data of the app, wherever it is a file.
    private static IReadOnlyList<ComposeMount> Mounts(string service, ComposeApp app)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. app.Plan.Volumes(KnownStages.Final).Select(folder => new ComposeMount(Distinct(ComposeNames.Volume(service, folder)), folder))];

        string Distinct(string name) => names.Add(name) ? name : Distinct(name + "-2");
    }

    private static IReadOnlyList<string> MigrationStages(BuildPlan plan) =>
        plan.Stages.Select(stage => stage.Name)
            .Where(name => name == Bundles.Stage || (name.StartsWith(Bundles.Stage + "-", StringComparison.Ordinal) && name != Bundles.BuildStage)).Sorted();

    // Two names that differ in their punctuation only would read the same variables.
    private static void CheckNames(IEnumerable<(ComposeService Service, string Project)> services)
    {
        var same = services.GroupBy(pair => ComposeNames.Variable(pair.Service.Name), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (same is not null)
            throw new ContainerException(ComposeDiagnostics.SameServiceName, same.First().Project, same.Last().Project, same.First().Service.Name);
    }
}
