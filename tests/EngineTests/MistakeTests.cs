namespace MultiStage.EngineTests;

/// <summary>Mistakes in items that add stages: one coded error that names the item and its value, found as early as can be.</summary>
public sealed class MistakeTests
{
    private const string NodeImage = "-p:ContainerNodeImage=docker.io/library/node:24-slim";

    private const string Manifest =
        """{ "name": "web", "private": true, "scripts": { "build": "true" }, "dependencies": { "ms": "2.1.3" } }""";

    private const string Lock = """
        {
          "name": "web", "lockfileVersion": 3, "requires": true,
          "packages": {
            "": { "name": "web", "dependencies": { "ms": "2.1.3" } },
            "node_modules/ms": { "version": "2.1.3", "integrity": "sha512-6FlzubTLZG3J2a/NVCAleEhjzq5oxgHyaCU9yYXvcLsvoVaHJq/s5xXI6/XXP6tz7R9xAOtHnSO/tXtF3WRTlA==" }
          }
        }
        """;

    [Theory, Trait(Category.Name, Category.Matrix)]
    [InlineData("none", "MST5501", "ContainerAssets 'web'", "app/web", "no lock file")]
    [InlineData("two", "MST5502", "ContainerAssets 'web'", "package-lock.json, yarn.lock", "PackageManager")]
    [InlineData("of another manager", "MST5501", "ContainerAssets 'web'", "of pnpm, only package-lock.json", "pnpm install")]
    [InlineData("of another dependency", "MST5504", "ContainerAssets 'web'", "ms@2.1.3 does not satisfy ms@2.1.2", "npm install")]
    [InlineData("without a dependency", "MST5504", "ContainerAssets 'web'", "Missing: escape-html@1.0.3 from lock file", "npm install")]
    [InlineData("after a merge conflict", "MST5511", "ContainerAssets 'web'", "package-lock.json", "npm install")]
    [InlineData("with another checksum", "MST5511", "ContainerAssets 'web'", "wanted sha512-AAAAAA", "npm install")]
    public async Task A_lock_file(string mistake, string code, params string[] parts)
    {
        await Engine.Docker.NeedAsync("node");
        using var workspace = new Workspace().AddConsoleApp(items: """<ContainerAssets Include="web" OutputFolder="out" />""");
        workspace.Write("app/web/package.json", mistake switch
        {
            "of another manager" =>
                Manifest.Replace("\"private\"", "\"packageManager\": \"pnpm@10.15.0\", \"private\"", StringComparison.Ordinal),
            "of another dependency" => Manifest.Replace("2.1.3", "2.1.2", StringComparison.Ordinal),
            "without a dependency" => Manifest.Replace("\"ms\"", "\"escape-html\": \"1.0.3\", \"ms\"", StringComparison.Ordinal),
            _ => Manifest,
        });
        if (mistake != "none")
            workspace.Write("app/web/package-lock.json", mistake switch
            {
                "after a merge conflict" => "<<<<<<< HEAD\n" + Lock,
                "with another checksum" => Lock.Replace("6Flzub", "AAAAAA", StringComparison.Ordinal),
                _ => Lock,
            });
        if (mistake == "two")
            workspace.Write("app/web/yarn.lock", "");

        Check(await workspace.PublishQuietlyAsync("app", Engine.Docker, NodeImage), code, parts);
    }

    [Theory, Trait(Category.Name, Category.Matrix)]
    [InlineData("""<ContainerRun Include="true" Stage="tols" /><ContainerStage Include="tools" />""", "MST5001", "ContainerRun 'true'",
        "'tols'", "tools")]
    [InlineData("""<ContainerStage Include="one" From="two" /><ContainerStage Include="two" From="one" />""", "MST5002", "one", "two")]
    [InlineData("""<ContainerStage Include="My Tools" />""", "MST5003", "ContainerStage 'My Tools'")]
    [InlineData("""<ContainerStage Include="publish" />""", "MST5004", "'publish'")]
    [InlineData("""<ContainerRun Include="true" After="nothing" />""", "MST5006", "ContainerRun 'true'", "'nothing'")]
    [InlineData("""<ContainerRun Include="true" Id="a" Before="b" /><ContainerRun Include="false" Id="b" Before="a" />""", "MST5007",
        "ContainerRun", "Before is")]
    [InlineData("""<ContainerCopy Include="no/such.txt" Destination="/etc/" />""", "MST5009", "ContainerCopy 'no/such.txt'")]
    [InlineData("""<ContainerCopy Include="Program.cs" Destination="/etc/" Mode="rwx" />""", "MST5010",
        "ContainerCopy 'Program.cs'", "'rwx'")]
    [InlineData("""<ContainerPackage Include="curl; rm -rf /" />""", "MST5011", "ContainerPackage", "rm -rf /")]
    [InlineData("""<ContainerHealthcheck Include="true" Interval="often" />""", "MST5015", "ContainerHealthcheck 'true'", "'often'")]
    [InlineData("""<ContainerVolume Include="data" />""", "MST5016", "ContainerVolume", "'data'")]
    public async Task A_stage_item(string items, string code, params string[] parts)
    {
        using var workspace = new Workspace().AddConsoleApp(items: items);
        Check(await workspace.PublishQuietlyAsync("app", Engine.Docker), code, parts);
    }

    private static void Check(CommandResult result, string code, string[] parts)
    {
        var error = result.AssertOneError(code);
        Assert.All(parts, part => Assert.True(error.Contains(part, StringComparison.Ordinal), $"'{part}' was expected: {error}"));
        Assert.Contains("tiny.csproj", error, StringComparison.Ordinal);
    }
}
