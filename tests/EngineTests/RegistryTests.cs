using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using MultiStage.UnitTests.Images;

namespace MultiStage.EngineTests;

/// <summary>The room of images against a real docker-registry; crane and docker read what it pushed.</summary>
public sealed partial class RegistryTests : IDisposable
{
    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("multistage-registry-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task Others_pull_what_is_pushed_and_it_can_be_a_base_again()
    {
        using var registry = await RealRegistry.StartAsync(At("registry"));
        WriteApp(3);
        var image = registry.Host + "/team/app:1";
        var published = (await PublishAsync("scratch", image)).Succeeded();

        Assert.Equal(DigestOf(published), (await CraneAsync("digest", image)).Succeeded().Output.Trim());
        // crane reads every layer and compares all digests and diff ids.
        Assert.Contains("PASS", (await CraneAsync("validate", "--remote", image)).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("PASS", (await CraneAsync("validate", "--tarball", At("out/docker.tar"))).Succeeded().Output,
            StringComparison.Ordinal);

        // The layers of a base in the same registry are not sent again.
        var second = (await PublishAsync(image, registry.Host + "/team/next:1", "second")).Succeeded();
        Assert.Contains("Mounted:1", second.Output, StringComparison.Ordinal);
        Assert.Equal(2, Layers((await CraneAsync("manifest", registry.Host + "/team/next:1")).Succeeded()));

        // And nothing is sent twice.
        var again = (await PublishAsync("scratch", image)).Succeeded();
        Assert.Equal(DigestOf(published), DigestOf(again));
        Assert.Contains("Existing:2", again.Output, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_engine_unpacks_what_is_pushed_and_what_is_written(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var registry = await RealRegistry.StartAsync(At("registry"));
        WriteApp(3);
        var image = registry.Host + "/app:1";
        (await PublishAsync("scratch", image)).Succeeded();
        foreach (var arguments in new[] { new[] { "pull", "--quiet", image }, ["load", "--input", At("out/docker.tar")] })
        {
            (await engine.RunAsync(arguments)).Succeeded();
            Assert.Equal("yes",
                (await engine.RunAsync("image", "inspect", "--format", "{{.Config.Labels.checked}}", image)).Succeeded().Output.Trim());
            (await engine.RunAsync("image", "rm", image)).Succeeded();
        }
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_password_is_taken_from_the_login_of_another_tool()
    {
        using var registry = await RealRegistry.StartAsync(At("registry"), password: true);
        WriteApp(1);
        var image = registry.Host + "/app:1";
        Assert.Contains("MST4103", (await PublishAsync("scratch", image)).Failed().Output, StringComparison.Ordinal);

        (await CraneAsync("auth", "login", registry.Host, "-u", RealRegistry.User, "-p", RealRegistry.Password)).Succeeded();
        var published = (await PublishAsync("scratch", image)).Succeeded();
        Assert.Equal(DigestOf(published), (await CraneAsync("digest", image)).Succeeded().Output.Trim());

        var variables = new Dictionary<string, string?> { ["DOTNET_CONTAINER_REGISTRY_UNAME"] = RealRegistry.User,
            ["DOTNET_CONTAINER_REGISTRY_PWORD"] = "wrong " + RealRegistry.Password };
        var refused = (await PublishAsync("scratch", registry.Host + "/app:2", variables: variables)).Failed();
        Assert.Contains("MST4103", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(RealRegistry.Password, refused.Output, StringComparison.Ordinal);
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_private_authority_is_trusted_when_an_engine_is_told_to()
    {
        using var authority = new PrivateAuthority();
        using var certificate = authority.Issue("localhost");
        using var registry = await RealRegistry.StartAsync(At("registry"), certificate: certificate);
        WriteApp(1);
        var image = registry.Host + "/app:1";
        var trusted = At("home/.docker/certs.d/" + registry.Host);
        Directory.CreateDirectory(trusted);
        await File.WriteAllTextAsync(Path.Combine(trusted, "ca.crt"), authority.Pem);
        var published = (await PublishAsync("scratch", image)).Succeeded();

        await File.WriteAllTextAsync(At("ca.pem"), authority.Pem);
        Assert.Equal(DigestOf(published), (await CraneAsync("digest", image)).Succeeded().Output.Trim());

        using var stranger = new PrivateAuthority();
        await File.WriteAllTextAsync(Path.Combine(trusted, "ca.crt"), stranger.Pem);
        Assert.Contains("MST4101", (await PublishAsync("scratch", registry.Host + "/app:2")).Failed().Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await CraneAsync("digest", registry.Host + "/app:2")).ExitCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1000000")]
    [Trait(Category.Name, Category.Representative)]
    public async Task A_broken_upload_ends_in_the_right_image(string? piece)
    {
        using var registry = await RealRegistry.StartAsync(At("registry"));
        using var relay = new BreakingRelay(registry.Host, breaks: 2, after: 2_500_000);
        WriteApp(5);
        var published =
            (await PublishAsync("scratch", relay.Host + "/app:1",
                variables: new Dictionary<string,
                    string?> { ["DOTNET_CONTAINER_REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES"] = piece })).Succeeded();
        Assert.True(relay.Left <= 0, "nothing broke");
        Assert.Contains("PASS", (await CraneAsync("validate", "--remote", registry.Host + "/app:1")).Succeeded().Output,
            StringComparison.Ordinal);
        Assert.Equal(DigestOf(published), (await CraneAsync("digest", registry.Host + "/app:1")).Succeeded().Output.Trim());
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task Two_gigabytes_take_little_memory()
    {
        using var registry = await RealRegistry.StartAsync(At("registry"));
        WriteApp(200);
        await using (var sparse = File.Create(At("app/sparse")))
            sparse.SetLength(2_200_000_000);
        var published = (await PublishAsync("scratch", registry.Host + "/app:1")).Succeeded();
        Assert.InRange(int.Parse(Peak().Match(published.Output).Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), 10,
            200);
        Assert.Equal(DigestOf(published), (await CraneAsync("digest", registry.Host + "/app:1")).Succeeded().Output.Trim());
    }

    private string At(string path) => Path.Combine(folder.FullName, path);

    private void WriteApp(int megabytes)
    {
        Directory.CreateDirectory(At("app"));
        for (var number = 0; number < megabytes; number++)
            File.WriteAllBytes(At("app/file" + number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                RandomNumberGenerator.GetBytes(1_000_000));
    }

    private Task<CommandResult> PublishAsync(string baseImage, string target, string output = "out",
        IReadOnlyDictionary<string, string?>? variables = null) => CommandLine.RunAsync(
        "dotnet", [ImagesHost, "publish", baseImage, target, At("app"), At(output), At("cache-" + output)], folder.FullName,
        Variables(variables));

    private Task<CommandResult> CraneAsync(params string[] arguments) =>
        CommandLine.RunAsync(Engine.RegistryTool("crane"), arguments, folder.FullName,
            Variables(new Dictionary<string, string?> { ["SSL_CERT_FILE"] = At("ca.pem") }));

    // A home of the test's own: crane signs in there, and the room of images looks there.
    private Dictionary<string, string?> Variables(IReadOnlyDictionary<string, string?>? more)
    {
        var variables = new Dictionary<string, string?>
        {
            ["HOME"] = At("home"),
            ["DOCKER_CONFIG"] = null,
            ["REGISTRY_AUTH_FILE"] = null,
            ["XDG_CONFIG_HOME"] = null,
            ["XDG_RUNTIME_DIR"] = null,
        };
        foreach (var (name, value) in more ?? new Dictionary<string, string?>())
            variables[name] = value;
        return variables;
    }

    private static string DigestOf(CommandResult published) => Pushed().Match(published.Output).Groups[1].Value;

    private static int Layers(CommandResult manifest) =>
        JsonDocument.Parse(manifest.StandardOutput).RootElement.GetProperty("layers").GetArrayLength();

    private static string ImagesHost
    {
        get
        {
            // .../tests/EngineTests/bin/CONFIGURATION/net10.0/
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Checkout.Root, "tests", "ImagesHost", "bin", output.Parent!.Name, output.Name, "MultiStage.ImagesHost.dll");
        }
    }

    [GeneratedRegex("^push (sha256:[0-9a-f]{64})", RegexOptions.Multiline)]
    private static partial Regex Pushed();

    [GeneratedRegex(@"^peak (\d+) MB", RegexOptions.Multiline)]
    private static partial Regex Peak();
}
