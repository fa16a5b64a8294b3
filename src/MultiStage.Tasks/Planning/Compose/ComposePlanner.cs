using MultiStage.Diagnostics;
using MultiStage.Planning.Core;
using MultiStage.Planning.Features;
using MultiStage.Planning.Images;

namespace MultiStage.Planning.Compose;

/// <summary>
/// Makes the compose file of some projects. Pure, and the order of the projects never shows: a service for each, one for
/// each of its migrations that runs before, and one for each stage that a profile asks for.
/// </summary>
internal static class ComposePlanner
{
    /// <param name="name">Name of the solution or project.</param>
    /// <param name="apps">At least one.</param>
    public static ComposeModel Plan(string name, IReadOnlyList<ComposeApp> apps)
    {
        IReadOnlyList<(string Service, ComposeApp App)> named =
            [.. apps.Select(app => (Service: ComposeNames.Service(app), App: app)).OrderBy(pair => pair.Service, StringComparer.Ordinal)
                .ThenBy(pair => pair.App.Project, StringComparer.Ordinal).ThenBy(pair => pair.App.Dockerfile, StringComparer.Ordinal)];
        var secrets = new ComposeSecrets(named);
        var ports = new ComposePorts(named);
        List<(ComposeService Service, string Project)> services = [];
        foreach (var (service, app) in named)
            services.AddRange(Main(service, app, ports, secrets).Select(one => (one, app.Project)));
        // After all others, so that a stage for the few does not take the ports of those that always run.
        foreach (var (service, app) in named)
            services.AddRange(OnDemand(service, app, ports, secrets).Select(one => (one, app.Project)));
        CheckNames(services);
        return new ComposeModel(ComposeNames.Project(name),
            [.. services.Select(pair => pair.Service).OrderBy(service => service.Name, StringComparer.Ordinal)])
        {
            Volumes = services.SelectMany(pair => pair.Service.Mounts).Select(mount => mount.Volume).Sorted(),
            Secrets = secrets.Declared,
        };
    }

    private static IEnumerable<ComposeService> Main(string service, ComposeApp app, ComposePorts ports, ComposeSecrets secrets)
    {
        foreach (var stage in StagesBefore(app.Plan))
            yield return Service($"{service}-{stage}", service, app, stage, secrets);
        yield return Service(service, service, app, KnownStages.Final, secrets) with
        {
            RunsAfter = ServicesBefore(service, app.Plan),
            Ports = ports.Publish(service, app, KnownStages.Final, isFinal: true),
            Watches = ComposeWatches.For(app),
        };
    }

    // Services that start only when their profile, which is called like the stage, is asked for.
    private static IEnumerable<ComposeService> OnDemand(string service, ComposeApp app, ComposePorts ports, ComposeSecrets secrets)
    {
        foreach (var stage in app.Plan.Stages.Select(stage => stage.Name).Sorted())
        {
            var name = $"{service}-{stage}";
            if (FeatureList.All.RoleOf(stage) == ComposeRole.AppOnRequest)
                yield return Service(name, service, app, stage, secrets) with
                {
                    Profile = stage,
                    RunsAfter = ServicesBefore(service, app.Plan),
                    Ports = ports.Publish(name, app, stage, isFinal: false),
                };
            else if (FeatureList.All.RoleOf(stage) == ComposeRole.BuildOnRequest)
                // A builder's image has no command, or a shell that waits.
                yield return Service(name, service, app, stage, secrets) with { Profile = stage, Entrypoint = ["true"], Mounts = [] };
        }
    }

    private static ComposeService Service(string name, string service, ComposeApp app, string stage, ComposeSecrets secrets) =>
        new(name, ImageNames.For(app.Registry, app.Repository, [app.Tag], stage)[0], new ComposeBuild(app.Context, app.Dockerfile, stage)
        {
            Arguments = [.. app.BuildArguments.OrderBy(argument => argument.Name, StringComparer.Ordinal)],
            Network = app.Network,
            Secrets = secrets.Uses(service),
        })
        {
            Platform = app.RuntimeIdentifier.Length == 0 ? "" : PlatformName.Of(app.RuntimeIdentifier),
            Mounts = Mounts(service, app),
        };

    // Migrations and tools for debugging see the data of the app, wherever it is a file.
    private static IReadOnlyList<ComposeMount> Mounts(string service, ComposeApp app)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. app.Plan.SettingsOf(KnownStages.Final).Volumes.Sorted()
            .Select(folder => new ComposeMount(Distinct(ComposeNames.Volume(service, folder)), folder))];

        string Distinct(string name) => names.Add(name) ? name : Distinct(name + "-2");
    }

    private static IReadOnlyList<string> ServicesBefore(string service, BuildPlan plan) =>
        [.. StagesBefore(plan).Select(stage => $"{service}-{stage}")];

    private static IReadOnlyList<string> StagesBefore(BuildPlan plan) =>
        plan.Stages.Select(stage => stage.Name).Where(stage => FeatureList.All.RoleOf(stage) == ComposeRole.BeforeApp).Sorted();

    // Two names that differ in their punctuation only would read the same variables.
    private static void CheckNames(IEnumerable<(ComposeService Service, string Project)> services)
    {
        var same = services.GroupBy(pair => ComposeNames.Variable(pair.Service.Name), StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        if (same is not null)
            throw new ContainerException(ComposeDiagnostics.SameServiceName, same.First().Project, same.Last().Project,
                same.First().Service.Name);
    }
}
