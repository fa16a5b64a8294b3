using System.Globalization;

namespace MultiStage.EngineTests;

/// <summary>The samples as the embedded engine makes them, in the hands of every program that takes images.</summary>
public sealed class EmbeddedSampleTests(Leftovers leftovers)
{
    [Theory, InlineData("hello-web"), InlineData("worker"), InlineData("shop"), InlineData("tiny")]
    [Trait(Category.Name, Category.Matrix)]
    public async Task Docker_podman_buildah_and_skopeo_take_it(string sample)
    {
        if (sample == "tiny")
            await NativeAot.PrepareHostAsync();
        using var workspace = new Workspace();
        workspace.AddSample(sample);
        var tag = Publishing.NewTag();
        foreach (var (file, format) in new[] { ("docker.tar", "Docker"), ("oci.tar", "OCI") })
            (await workspace.PublishEmbeddedAsync(SampleImages.ProjectFolder(sample),
                "-p:ContainerArchiveOutputPath=" + workspace.Path(file), "-p:ContainerImageFormat=" + format, "-p:ContainerImageTag="
                    + tag)).Succeeded();

        foreach (var engine in new[] { Engine.Docker, Engine.Podman })
        {
            var image = leftovers.Add(engine, $"{sample}:{tag}");
            (await engine.RunAsync("load", "--input", workspace.Path("docker.tar"))).Succeeded();
            await using var container = await RunningContainer.StartAsync(engine, image);
            await SampleWork.CheckAsync(sample, container.GetAsync, container.WaitForLogAsync);
        }
        await RunInBuildahAsync(sample, "oci-archive:" + workspace.Path("oci.tar"), tag);
        await CopyWithSkopeoAsync(workspace, $"{sample}:{tag}");
    }

    // Buildah runs a command in a container of its own; what it prints is all that it tells.
    private static async Task RunInBuildahAsync(string sample, string archive, string name)
    {
        Task<CommandResult> RunAsync(params string[] arguments) =>
            CommandLine.RunAsync(Engine.Daemonless("buildah"), arguments, Path.GetTempPath());
        (await RunAsync("from", "--name", name, archive)).Succeeded();
        try
        {
            var port = Publishing.FreePort();
            var entrypoint =
                (await RunAsync("inspect", "--format", "{{range .OCIv1.Config.Entrypoint}}{{.}} {{end}}", name)).Succeeded().Output.Split(
                    ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            await using var process = new BackgroundProcess(Engine.Daemonless("buildah"),
                ["run", "--network=host", "--env", "ASPNETCORE_HTTP_PORTS=" + port.ToString(CultureInfo.InvariantCulture), name, "--",
                    .. entrypoint]);
            using var http =
                new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await SampleWork.CheckAsync(sample, path => process.WhileRunningAsync(() => http.GetStringAsync(path)),
                process.WaitForOutputAsync);
        }
        finally
        {
            await RunAsync("rm", name);
        }
    }

    private static async Task CopyWithSkopeoAsync(Workspace workspace, string image)
    {
        Task<CommandResult> RunAsync(params string[] arguments) =>
            CommandLine.RunAsync("skopeo", ["--insecure-policy", .. arguments], workspace.Folder);
        var registry = $"docker://{Engine.Registry}/team/{image}";
        foreach (var archive in new[] { "docker-archive:docker.tar", "oci-archive:oci.tar" })
        {
            Assert.Contains("\"Architecture\": \"amd64\"", (await RunAsync("inspect", archive)).Succeeded().Output,
                StringComparison.Ordinal);
            (await RunAsync("copy", "--quiet", archive, "dir:" + archive.Split(':')[0])).Succeeded();
            (await RunAsync("copy", "--quiet", "--dest-tls-verify=false", archive, registry)).Succeeded();
            Assert.Contains("PASS",
                (await CommandLine.RunAsync(Engine.RegistryTool("crane"), ["validate", "--remote", $"{Engine.Registry}/team/{image}"],
                    workspace.Folder)).Succeeded().Output, StringComparison.Ordinal);
        }
    }
}
