using System.Globalization;

namespace MultiStage.EngineTests;

/// <summary>A container that is removed at the end of a test.</summary>
internal sealed class RunningContainer : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Engine engine;
    private readonly string name;
    private readonly HttpClient http;

    private RunningContainer(Engine engine, string name, int port)
    {
        (this.engine, this.name) = (engine, name);
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Starts the image; its web server listens on a free port.</summary>
    public static Task<RunningContainer> StartAsync(Engine engine, string image, params string[] options) =>
        StartAsync(engine, image, Publishing.FreePort(), options);

    /// <summary>Starts the image, whose server listens on the port whatever it is told.</summary>
    public static async Task<RunningContainer> StartAsync(Engine engine, string image, int port, params string[] options)
    {
        var container = new RunningContainer(engine, "multistage-" + Publishing.NewTag(), port);
        (await engine.RunAsync(["run", "--detach", "--name", container.name, "--network=host",
            "--env", "ASPNETCORE_HTTP_PORTS=" + port.ToString(CultureInfo.InvariantCulture), .. options, image])).Succeeded();
        return container;
    }

    /// <summary>Where the web server listens.</summary>
    public string Address => http.BaseAddress!.ToString();

    /// <summary>The answer to an HTTP request; waits while the server starts.</summary>
    public async Task<string> GetAsync(string path)
    {
        var deadline = DateTime.UtcNow + StartTime;
        while (true)
        {
            try
            {
                return await http.GetStringAsync(path);
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null && DateTime.UtcNow < deadline)
            {
                if (await IsOverAsync())
                    throw new InvalidOperationException("The container has ended:\n" + await LogsAsync());
                await Task.Delay(100);
            }
        }
    }

    /// <summary>The response to a request, whatever its status; the server has answered before.</summary>
    /// <param name="header">One header as NAME: VALUE.</param>
    public async Task<HttpResponseMessage> SendAsync(string path, string header = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address.TrimEnd('/') + path));
        if (header.Length > 0)
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        return await http.SendAsync(request);
    }

    /// <summary>Waits until the container has printed the text.</summary>
    public async Task<string> WaitForLogAsync(string text)
    {
        for (var deadline = DateTime.UtcNow + StartTime; DateTime.UtcNow < deadline; await Task.Delay(100))
            if (await LogsAsync() is { } logs && logs.Contains(text, StringComparison.Ordinal))
                return logs;
        throw new InvalidOperationException($"The container never said '{text}':\n" + await LogsAsync());
    }

    /// <summary>Waits until the engine has asked the container's health check, and returns what came of it.</summary>
    public async Task<string> WaitForHealthAsync()
    {
        for (var deadline = DateTime.UtcNow + StartTime; DateTime.UtcNow < deadline; await Task.Delay(200))
            if ((await engine.RunAsync("container", "inspect", "--format", "{{.State.Health.Status}}", name)).Output.Trim() is { } status
                and not "starting")
                return status;
        return "starting";
    }

    public async Task<string> LogsAsync() => (await engine.RunAsync("logs", name)).Output;

    /// <summary>The effective user id of the container's first process, as the kernel tells it.</summary>
    public async Task<string> UserAsync() => (await engine.RunAsync("exec", name, "id", "-u")).Succeeded().Output.Trim();

    /// <summary>Runs a command beside the app, as the app's user.</summary>
    public Task<CommandResult> ExecAsync(params string[] command) => engine.RunAsync(["exec", name, .. command]);

    /// <summary>Copies a file of the container to this machine.</summary>
    public async Task CopyAsync(string path, string destination) =>
        (await engine.RunAsync("cp", $"{name}:{path}", destination)).Succeeded();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await engine.RunAsync("rm", "--force", name);
    }

    private async Task<bool> IsOverAsync() =>
        (await engine.RunAsync("container", "inspect", "--format", "{{.State.Running}}", name)).Output.Trim() != "true";
}
