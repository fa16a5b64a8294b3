namespace MultiStage.EngineTests;

/// <summary>Build secrets: there for the command that needs them, and nowhere else.</summary>
public sealed class SecretTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    [Theory, MemberData(nameof(Engines))]
    public async Task Secrets_are_seen_by_their_stage_and_kept_by_nobody(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        string fromFile = "file-" + Guid.NewGuid().ToString("N"), fromVariable = "variable-" + Guid.NewGuid().ToString("N");
        using var workspace = new Workspace().AddConsoleApp(items: """
            <ContainerBuildSecret Include="one" Source="../../secret.txt" Stage="publish" />
            <ContainerBuildSecret Include="two" Environment="TEST_SECRET" Stage="publish" Variable="LICENCE" />
            <ContainerBuildSecret Include="three" Environment="TEST_SECRET" Stage="build" Variable="LICENCE" />
            """);
        File.Move(workspace.Path("nuget.config"), workspace.Path("app/nuget.config"));
        workspace.Write("app/nuget.config",
            workspace.Read("app/nuget.config").Replace("artifacts/", "../artifacts/", StringComparison.Ordinal));
        // What the stage sees is told by a target that only a builder runs: only the lengths, not the content.
        workspace.Write("app/Directory.Build.targets", """
            <Project>
              <Target Name="TellSecrets" AfterTargets="Publish" Condition="'$(_MultiStageBuilderStage)' == 'publish'">
                <PropertyGroup>
                  <One>$([System.IO.File]::ReadAllText('/run/secrets/one'))</One>
                </PropertyGroup>
                <Message Importance="High" Text="seen: $(One.Length) and $(LICENCE.Length)" />
              </Target>
            </Project>
            """);
        var secretFile = Path.GetFullPath(workspace.Path("app/../../secret.txt"));
        secretFile = workspace.Path("app/secret.txt");
        workspace.Write("app/tiny.csproj",
            workspace.Read("app/tiny.csproj").Replace("../../secret.txt", "secret.txt", StringComparison.Ordinal));
        await File.WriteAllTextAsync(secretFile, fromFile);
        var image = leftovers.Add(engine, "multistage-tiny:" + Publishing.NewTag());

        var result =
            (await workspace.DotNetAsync("app",
                ["publish", Publishing.MultiStage, Publishing.Network, "-p:ContainerImageTag=" + image.Split(':')[1], "-v:diag"], engine,
            new Dictionary<string, string?> { ["TEST_SECRET"] = fromVariable })).Succeeded();

        Assert.Contains($"seen: {fromFile.Length} and {fromVariable.Length}", result.Output, StringComparison.Ordinal);
        foreach (var secret in new[] { fromFile, fromVariable })
        {
            Assert.DoesNotContain(secret,
                string.Join('\n', result.Output.Split('\n').Where(line => !line.Contains("TEST_SECRET", StringComparison.Ordinal))),
                StringComparison.Ordinal);
            Assert.DoesNotContain(secret, (await SavedImage.OfAsync(engine, image, search: secret)).Configuration,
                StringComparison.Ordinal);
            foreach (var file in Directory.EnumerateFiles(workspace.Path("app/obj"), "*", SearchOption.AllDirectories))
                Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [Fact, Trait(Category.Name, Category.Representative)]
    public async Task A_secret_without_a_source_is_one_error()
    {
        using var workspace =
            new Workspace().AddConsoleApp(items: """<ContainerBuildSecret Include="one" Environment="NOT_SET_ANYWHERE" />""");

        (await workspace.PublishAsync("app", Engine.Docker)).AssertOneError("MST2012");
    }
}
