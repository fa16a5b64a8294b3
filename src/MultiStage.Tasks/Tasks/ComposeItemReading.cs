using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Graph;
using MultiStage.Planning.Compose;
using MultiStage.Rendering;

namespace MultiStage.Tasks;

/// <summary>Descriptions of projects, as MSBuild passes them, as values of the core; paths become relative to the compose file.</summary>
internal sealed class ComposeItemReading(IReadOnlyList<ITaskItem> items, string composePath)
{
    private readonly string folder = Path.GetDirectoryName(composePath)!;
    private readonly string repository = RepositoryFolder.Find(Path.GetDirectoryName(composePath)!);

    public ComposeApp App(ITaskItem item)
    {
        var project = item.GetMetadata("Project");
        var context = item.GetMetadata("Context");
        var dockerfile = item.GetMetadata("Dockerfile");
        var plan = PlanJson.Read(File.ReadAllText(item.GetMetadata("Plan")));
        RequireInside(context, "The build context", "Set ContainerComposeFile to a place in the repository of the projects.");
        RequireInside(dockerfile, "The Dockerfile", "Set ContainerDockerfile to a place in the repository.");
        return new ComposeApp
        {
            Project = Path.GetFileNameWithoutExtension(project),
            Service = item.GetMetadata("Service"),
            Plan = plan,
            Context = Relative(folder, context),
            Dockerfile = Relative(context, dockerfile),
            Registry = item.GetMetadata("Registry"),
            Repository = item.GetMetadata("Repository"),
            Tag = item.GetMetadata("Tags").Split(';')[0],
            Network = item.GetMetadata("Network"),
            RuntimeIdentifier = item.GetMetadata("RuntimeIdentifier"),
            BuildArguments = LineBreakArguments.For(plan),
            Secrets = [.. Of(project, "Secret").Select(secret => Secret(secret, Path.GetDirectoryName(project)!))],
            HostPorts = [
                .. Of(project, "Port")
                    .Select(port => new HostPortOption(port.ItemSpec, port.GetMetadata("Type"), port.GetMetadata("HostPort")))],
        };
    }

    private IEnumerable<ITaskItem> Of(string project, string kind) =>
        items.Where(item => item.GetMetadata("Kind") == kind && item.GetMetadata("Project") == project);

    private ComposeSecretSource Secret(ITaskItem item, string projectFolder)
    {
        var source = item.GetMetadata("Source");
        if (source.Length == 0)
            return new ComposeSecretSource(item.ItemSpec, "", item.GetMetadata("Environment"));
        var path = Path.GetFullPath(source.Replace('\\', Path.DirectorySeparatorChar), projectFolder);
        RequireInside(path, $"The Source of ContainerBuildSecret '{item.ItemSpec}':",
            "Give the secret an Environment in place of Source, or keep the file in the repository, ignored by version control.");
        return new ComposeSecretSource(item.ItemSpec, Relative(folder, path), item.GetMetadata("Environment"));
    }

    private void RequireInside(string path, string what, string fix)
    {
        if (!PathQuestions.IsSameOrBelow(Path.TrimEndingDirectorySeparator(path), repository))
            throw new ContainerException(ComposeDiagnostics.OutsideRepository, what, path, repository, fix);
    }

    private static string Relative(string from, string to)
    {
        var path = Path.GetRelativePath(from, to);
        return Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;
    }
}
