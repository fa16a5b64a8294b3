using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace MultiStage.EngineTests;

/// <summary>Publishes as a user does, with what the engines of this machine ask for: they have no network of their own.</summary>
internal static partial class Publishing
{
    public const string MultiStage = "-p:ContainerMultiStage=true";
    public const string Network = "-p:ContainerBuildNetwork=host";

    /// <summary>dotnet publish with every line of the engine's output in the log.</summary>
    public static Task<CommandResult> PublishAsync(this Workspace workspace, string folder, Engine engine, params string[] arguments) =>
        workspace.DotNetAsync(folder, ["publish", MultiStage, Network, "-v:n", .. arguments], engine);

    /// <summary>dotnet publish as a user has it: what the builder says is not in the log.</summary>
    public static Task<CommandResult> PublishQuietlyAsync(this Workspace workspace, string folder, Engine engine,
        params string[] arguments) =>
        workspace.DotNetAsync(folder, ["publish", MultiStage, Network, .. arguments], engine);

    /// <summary>A tag that no other test and no other run has.</summary>
    public static string NewTag() => "t" + Guid.NewGuid().ToString("N")[..12];

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The lines that tell of errors, each once however often MSBuild prints it in its summary.</summary>
    public static IReadOnlyList<string> Errors(this CommandResult result) =>
        [.. result.Output.Split('\n').Where(line => ErrorLine().IsMatch(line)).Select(line => NodePrefix().Replace(line, "").Trim())
            .Distinct(StringComparer.Ordinal)];

    /// <summary>Asserts the one coded error that a user should see.</summary>
    public static string AssertOneError(this CommandResult result, string code)
    {
        var output = result.Failed().Output;
        var error = Assert.Single(result.Errors());
        Assert.True(error.Contains($"error {code}:", StringComparison.Ordinal), $"{code} was expected: {error}");
        Assert.DoesNotContain("   at MultiStage.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4018", output, StringComparison.Ordinal);
        return error;
    }

    [GeneratedRegex(@": error [A-Z]+\d+\s*:")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^\s*(\d+(:\d+)?>)?\s*")]
    private static partial Regex NodePrefix();
}
