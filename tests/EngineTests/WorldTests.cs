namespace MultiStage.EngineTests;

/// <summary>
/// Cultures, time zones and HTTPS on each family of base images; for images without a base see <see cref="ScratchTests"/>.
/// </summary>
public sealed class WorldTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Families =>
        from engine in new[] { Engine.Docker, Engine.Docker20 }
        from family in new[] { ("", "runtime:10.0"), ("noble-chiseled", "runtime:10.0-noble-chiseled-extra"),
            ("noble-chiseled-extra", "runtime:10.0-noble-chiseled-extra") }
        let isRepresentative = engine == Engine.Docker && family.Item1 == "noble-chiseled"
        select new TheoryDataRow<string, string, string>(engine.Name, family.Item1, family.Item2).WithTrait(Category.Name,
            isRepresentative ? Category.Representative : Category.Matrix);

    [Theory, MemberData(nameof(Families))]
    public async Task Cultures_time_zones_and_certificates_work(string engineName, string family, string expectedImage)
    {
        var engine = Rows.EngineOf(engineName);
        using var server = new TlsServer();
        using var workspace =
            new Workspace().AddConsoleApp(properties: $"<ImplicitUsings>enable</ImplicitUsings><ContainerFamily>{family}</ContainerFamily>",
                program: ScratchTests.World);
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());
        var result = (await workspace.PublishAsync("app", engine, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();
        Assert.DoesNotContain("MST5017", result.Output, StringComparison.Ordinal);
        Assert.Contains($"FROM mcr.microsoft.com/dotnet/{expectedImage} AS base\n",
            File.ReadAllText(workspace.Generated("app", "Dockerfile")), StringComparison.Ordinal);

        // Nobody knows the server's authority: without a word from us, the connection is refused.
        var refused = await engine.RunImageAsync(image, server.Url);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("AuthenticationException", refused.Output, StringComparison.Ordinal);

        workspace.Write("certificates/authority.pem", server.Authority);
        var answer = await engine.RunAsync("run", "--rm", "--network=host",
            $"--volume={workspace.Path("certificates/authority.pem")}:/authority.pem:ro", "--env=SSL_CERT_FILE=/authority.pem", image,
            server.Url);
        Assert.Equal(["sorted apa zebra ål ärta öl", "noon is 14:00", "user app", "secured"], answer.Succeeded().Output.Trim().Split('\n'));
    }

    [Theory, InlineData("docker"), InlineData("docker-20"), Trait(Category.Name, Category.Matrix)]
    public async Task An_image_without_cultures_is_warned_of_and_time_and_certificates_are_what_it_has(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var server = new TlsServer();
        // The variant that lacks them, as a project may insist on it.
        using var workspace =
            new Workspace().AddConsoleApp(
                properties: "<ImplicitUsings>enable</ImplicitUsings><ContainerBaseImage>mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled</ContainerBaseImage>",
            program: """using var http = new HttpClient(); Console.WriteLine(await http.GetStringAsync(args[0]));""");
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());
        var result = (await workspace.PublishAsync("app", engine, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();
        Assert.Contains("warning MST5017: ", result.Output, StringComparison.Ordinal);

        workspace.Write("certificates/authority.pem", server.Authority);
        var answer = await engine.RunAsync("run", "--rm", "--network=host",
            $"--volume={workspace.Path("certificates/authority.pem")}:/authority.pem:ro", "--env=SSL_CERT_FILE=/authority.pem", image,
            server.Url);
        Assert.Equal("secured", answer.Succeeded().Output.Trim());
    }
}
