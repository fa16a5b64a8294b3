using System.Globalization;

namespace MultiStage.Rendering.Compose;

/// <summary>Writes a compose file: the order of the model, always the same order of keys, no comment but the first line.</summary>
internal static class ComposeWriter
{
    /// <param name="source">File name of the solution or project, for the first line.</param>
    public static string Write(ComposeModel model, string source)
    {
        var yaml =
            new YamlText(
                $"{model.Name}: {DockerfileWriter.Marker} {source}. Change the project, or write compose.override.yaml; not this file.");
        yaml.Mapping(() =>
        {
            yaml.Pair("name", model.Name);
            yaml.Each("services", model.Services, service => service.Name, service => yaml.Mapping(() => Service(yaml, service)));
            yaml.Each("volumes", model.Volumes, volume => volume, _ => yaml.Mapping(() => { }));
            yaml.Each("secrets", model.Secrets, secret => secret.Name, secret => yaml.Mapping(() =>
            {
                yaml.Pair("file", HostPath(secret.FromFile));
                yaml.Pair("environment", secret.FromVariable);
            }));
        });
        return yaml.ToString();
    }

    private static void Service(YamlText yaml, ComposeService service)
    {
        yaml.Pair("image", service.Image);
        yaml.Pair("platform", service.Platform);
        yaml.Map("build", () =>
        {
            yaml.Pair("context", HostPath(service.Build.Context));
            yaml.Pair("dockerfile", service.Build.Dockerfile);
            yaml.Pair("target", service.Build.Target);
            yaml.Each("args", service.Build.Arguments, argument => argument.Name, argument => yaml.Value(argument.Value));
            yaml.Pair("network", service.Build.Network);
            yaml.List("secrets", service.Build.Secrets, use =>
            {
                if (use.Name == use.Id)
                {
                    yaml.Value(use.Name);
                    return;
                }
                yaml.Mapping(() =>
                {
                    yaml.Pair("source", use.Name);
                    yaml.Pair("target", use.Id);
                });
            });
        });
        yaml.List("profiles", service.Profile.Length == 0 ? Array.Empty<string>() : [service.Profile], yaml.Value);
        yaml.List("entrypoint", service.Entrypoint, yaml.Value);
        yaml.Each("depends_on", service.RunsAfter, name => name,
            _ => yaml.Mapping(() => yaml.Pair("condition", "service_completed_successfully")));
        yaml.List("ports", service.Ports, port => yaml.Interpolated(Port(port)));
        yaml.List("volumes", service.Mounts, mount => yaml.Mapping(() =>
        {
            // The short form splits at colons, which a folder may have.
            yaml.Pair("type", "volume");
            yaml.Pair("source", mount.Volume);
            yaml.Pair("target", mount.Folder.Text);
        }));
        if (service.Watches.Count > 0)
            yaml.Map("develop", () => yaml.List("watch", service.Watches, watch => yaml.Mapping(() => Watch(yaml, watch))));
    }

    private static void Watch(YamlText yaml, ComposeWatch watch)
    {
        yaml.Pair("action", "rebuild");
        yaml.Pair("path", HostPath(watch.Path));
        yaml.List("ignore", watch.Ignored, pattern => yaml.Value(IgnoreFileWriter.Escape(pattern)));
    }

    private static string Port(ComposePort port) =>
        string.Create(CultureInfo.InvariantCulture,
            $"${{{port.Variable}:-{port.HostPort}}}:{port.Port}{(port.Protocol == "udp" ? "/udp" : "")}");

    // With a dot in front, no folder is taken for an address or a volume.
    private static string HostPath(string path) =>
        path.Length == 0 || path == "." || path.StartsWith("./", StringComparison.Ordinal) || path == ".."
            || path.StartsWith("../", StringComparison.Ordinal) ? path : "./" + path;
}
