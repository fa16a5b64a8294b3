using System.Text;

namespace MultiStage.EvaluationTests;

/// <summary>
/// Every mistake gives one error with a code, and no file. All cases are one build: each has a repository of its own in it.
/// </summary>
public sealed class DiagnosticTests(DiagnosticTests.Build build) : IClassFixture<DiagnosticTests.Build>
{
    private const string App = "src/App/App.csproj";

    private static readonly IReadOnlyDictionary<string, Mistake> Cases = All().ToDictionary(one => one.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static IEnumerable<Mistake> All()
    {
        // The project and its graph.
        yield return new Mistake("library", "MST1001", ["App.csproj", "OutputType"]) { Properties = "OutputType=Library" };
        yield return new Mistake("not-publishable", "MST1001", ["IsPublishable"]) { Properties = "IsPublishable=false" };
        yield return new Mistake("several-frameworks", "MST1002",
            ["net9.0", "net10.0"]) { Framework = "<TargetFrameworks>net9.0;net10.0</TargetFrameworks>" };
        yield return new Mistake("unknown-framework", "MST1051",
            ["App.csproj", "net8.0", "net10.0"]) { Properties = "TargetFramework=net8.0" };
        yield return new Mistake("unknown-framework-of-several", "MST1051", ["net8.0", "net9.0, net10.0"])
        {
            Framework = "<TargetFrameworks>net9.0;net10.0</TargetFrameworks>",
            Properties = "TargetFramework=net8.0",
        };
        yield return new Mistake("sdk-refused", "MST1053",
            ["9.0.100", "feature",
                "latestMajor"]) { Files = { ["global.json"] = """{ "sdk": { "version": "9.0.100", "rollForward": "feature" } }""" } };
        yield return new Mistake("workload", "MST1054", ["wasm-tools", "WebAssembly"]) { Body = """<Import Project="Workload.targets" />""",
            Files = { ["src/App/Workload.targets"] =
                """<Project><ItemGroup><MissingWorkloadPack Include="Microsoft.NET.Runtime.WebAssembly.Sdk.net10" /></ItemGroup></Project>""" } };
        yield return new Mistake("older-sdk", "MST1055", ["9.0.305", "latestMajor"]) { Properties = "NETCoreSdkVersion=9.0.305" };
        yield return new Mistake("linked-file-outside", "MST1003",
            ["Outside.cs"]) { Items = """<Compile Include="../../../outside/Outside.cs" />""" };
        yield return new Mistake("content-outside", "MST1003",
            ["Outside.cs"]) { Items = """<Content Include="../../../outside/*.cs" />""" };
        yield return new Mistake("import-outside", "MST1003",
            ["Outside.props"]) { Body = """<Import Project="../../../outside/Outside.props" />""" };
        yield return new Mistake("hint-path-outside", "MST1003",
            ["Outside.dll"]) { Items = """<Reference Include="Outside" HintPath="../../../outside/Outside.dll" />""" };
        yield return new Mistake("project-outside", "MST1003",
            ["Outside.csproj"]) { Items = """<ProjectReference Include="../../../outside/Outside.csproj" />""" };
        yield return new Mistake("feed-outside", "MST1003",
            ["outside"]) { Files =
                { ["nuget.config"] =
                    """<configuration><packageSources><add key="far" value="../outside" /></packageSources></configuration>""" } };
        yield return new Mistake("file-outside-context", "MST1003", ["Shared.cs"])
        {
            Items = """<Compile Include="../Shared.cs" />""",
            Properties = "ContainerBuildContext=.",
            Files = { ["src/Shared.cs"] = "" },
        };
        yield return new Mistake("missing-reference", "MST1004",
            ["Gone.csproj"]) { Items = """<ProjectReference Include="../Gone/Gone.csproj" />""" };
        yield return new Mistake("broken-reference", "MST1004", ["Broken.csproj", "PropertyGroup"])
        {
            Items = """<ProjectReference Include="../Broken.csproj" />""",
            Files = { ["src/Broken.csproj"] = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup></Project>" },
        };
        yield return new Mistake("unknown-sdk-of-reference", "MST1004", ["Odd.csproj", "App.csproj", "SDK '"])
        {
            Items = """<ProjectReference Include="../Odd.csproj" />""",
            Files = { ["src/Odd.csproj"] = "<Project Sdk=\"No.Such.Sdk/1.0.0\" />" },
        };
        yield return new Mistake("circular-references", "MST1004", ["A.csproj", "B.csproj"])
        {
            Items = """<ProjectReference Include="../A/A.csproj" />""",
            Files = { ["src/A/A.csproj"] = Library("../B/B.csproj"), ["src/B/B.csproj"] = Library("../A/A.csproj") },
        };
        yield return new Mistake("same-name", "MST1005", ["one/Lib.csproj", "two/Lib.csproj"])
        {
            Items = """<ProjectReference Include="../one/Lib.csproj" /><ProjectReference Include="../two/Lib.csproj" />""",
            Files = { ["src/one/Lib.csproj"] = Library(), ["src/two/Lib.csproj"] = Library() },
        };
        yield return new Mistake("folder-cannot-be-made", "MST1007",
            ["Dockerfile"]) { Properties = "ContainerDockerfile=Program.cs/Dockerfile" };
        yield return new Mistake("line-break-in-file-name", "MST1008", ["a b.cs"]) { Files = { ["src/App/a\nb.cs"] = "" } };
        yield return new Mistake("windows-only", "MST1009",
            ["net10.0-windows"]) { Framework =
                "<TargetFramework>net10.0-windows</TargetFramework><EnableWindowsTargeting>true</EnableWindowsTargeting>" };
        yield return new Mistake("net-framework", "MST1009", ["net472"]) { Framework = "<TargetFramework>net472</TargetFramework>" };

        yield return new Mistake("netstandard", "MST1001",
            ["OutputType"]) { Framework = "<TargetFramework>netstandard2.0</TargetFramework>", Properties = "OutputType=Library" };

        // Feeds, as the builder sees them; only where an engine builds.
        yield return new Mistake("no-feed", "MST1103", ["MultiStage.Sdk", "1.0.0", "/no-feed'"]) { Target = "PublishContainer",
            Properties = "ContainerMultiStage=true", HasFeed = false };
        yield return new Mistake("feed-before-clear", "MST1103", ["'feed'", "<clear />"])
        {
            Target = "PublishContainer",
            Properties = "ContainerMultiStage=true",
            Files = { ["nuget.config"] =
                """<configuration><packageSources><add key="feed" value="feed" /><clear /></packageSources></configuration>""" },
        };
        yield return new Mistake("feed-variable", "MST1101", ["MULTISTAGE_UNSET", "'extra'", "nuget.config"])
        {
            Target = "PublishContainer",
            Properties = "ContainerMultiStage=true",
            Files = { ["nuget.config"] =
                """<configuration><packageSources><add key="feed" value="feed" /><add key="extra" value="%MULTISTAGE_UNSET%" /></packageSources></configuration>""" },
        };

        // Options.
        yield return new Mistake("unknown-target", "MST2001",
            ["nope", "base, build, publish, final"]) { Properties = "ContainerTarget=nope" };
        yield return new Mistake("tag", "MST2002", ["-bad", "ContainerImageTag"]) { Properties = "ContainerImageTag=-bad" };
        yield return new Mistake("tags", "MST2002", ["b@d", "ContainerImageTags"]) { Properties = "ContainerImageTags=fine%3Bb@d" };
        yield return new Mistake("port-number", "MST2003", ["70000"]) { Items = """<ContainerPort Include="70000" Type="tcp" />""" };
        yield return new Mistake("port-text", "MST2003", ["http"]) { Items = """<ContainerPort Include="http" />""" };
        yield return new Mistake("port-type", "MST2003", ["sctp"]) { Items = """<ContainerPort Include="80" Type="sctp" />""" };
        yield return new Mistake("environment-name", "MST2004",
            ["A B"]) { Items = """<ContainerEnvironmentVariable Include="A B" Value="1" />""" };
        yield return new Mistake("environment-name-digit", "MST2004",
            ["1A"]) { Items = """<ContainerEnvironmentVariable Include="1A" Value="1" />""" };
        yield return new Mistake("base-image", "MST2005",
            ["ContainerBaseImage", "Not An Image"]) { Properties = "ContainerBaseImage=Not An Image" };
        yield return new Mistake("sdk-image", "MST2005",
            ["ContainerSdkImage", "UPPER:case"]) { Properties = "ContainerSdkImage=UPPER:case" };
        yield return new Mistake("base-registry", "MST2005",
            ["ContainerBaseRegistry"]) { Properties = "ContainerBaseRegistry=https://mirror" };
        yield return new Mistake("windows-runtime", "MST2007", ["win-x64"]) { Properties = "ContainerRuntimeIdentifier=win-x64" };
        yield return new Mistake("mac-runtime", "MST2007", ["osx-arm64"]) { Properties = "RuntimeIdentifier=osx-arm64" };
        yield return new Mistake("tag-and-tags", "MST2008", ["one", "two"]) { Properties = "ContainerImageTag=one;ContainerImageTags=two" };
        yield return new Mistake("dialect", "MST2010", ["klingon"]) { Properties = "ContainerDockerfileDialect=klingon" };
        yield return new Mistake("user", "MST2011", ["ContainerUser"]) { Properties = "ContainerUser=a%0Ab" };
        yield return new Mistake("secret-stage", "MST2013",
            ["key", "final"]) { Items = """<ContainerBuildSecret Include="key" Source="x" Stage="final" />""" };
        yield return new Mistake("secret-id", "MST2013", ["a b"]) { Items = """<ContainerBuildSecret Include="a b" Source="x" />""" };
        yield return new Mistake("build-argument", "MST2014", ["1-A"]) { Items = """<ContainerBuildArgument Include="1-A" Value="x" />""" };
        yield return new Mistake("instruction", "MST2015", ["Shell"]) { Properties = "ContainerAppCommandInstruction=Shell" };
        yield return new Mistake("context-missing", "MST2016", ["../nowhere"]) { Properties = "ContainerBuildContext=../nowhere" };
        yield return new Mistake("context-beside", "MST2016", ["../Other"]) { Properties = @"ContainerBuildContext=..\Other",
            Files = { ["src/Other/x.txt"] = "" } };
        yield return new Mistake("label", "MST2018", ["a b"]) { Items = """<ContainerLabel Include="a b" Value="x" />""" };

        // Stages and steps.
        yield return new Mistake("stage-unknown", "MST5001",
            ["ContainerRun 'ls'", "nope", "base, build, publish, final"]) { Items = """<ContainerRun Include="ls" Stage="nope" />""" };
        yield return new Mistake("stage-image-without-tag", "MST5001",
            ["ContainerStage 'tools'", "'alpine'"]) { Items = """<ContainerStage Include="tools" From="alpine" />""" };
        yield return new Mistake("stage-circle", "MST5002",
            ["a -> b -> a"]) { Items = """<ContainerStage Include="a" From="b" /><ContainerStage Include="b" From="a" />""" };
        yield return new Mistake("stage-name", "MST5003", ["'Tools'"]) { Items = """<ContainerStage Include="Tools" />""" };
        yield return new Mistake("stage-reserved", "MST5004", ["'final'"]) { Items = """<ContainerStage Include="final" />""" };
        yield return new Mistake("stage-twice", "MST5005",
            ["'tools'"]) { Items = """<ContainerStage Include="tools" /><ContainerStage Include="tools" />""" };
        yield return new Mistake("step-unknown", "MST5006",
            ["After 'nope'", "'final'", "app, command"]) { Items = """<ContainerRun Include="ls" After="nope" />""" };
        yield return new Mistake("step-circle", "MST5007",
            ["'a'"]) { Items = """<ContainerRun Include="a" After="b" /><ContainerRun Include="b" After="a" />""" };
        yield return new Mistake("base-needs-stage", "MST5008",
            ["'tools'"]) { Items =
                """<ContainerStage Include="tools" From="alpine:3.22" /><ContainerCopy Include="/x" From="tools" Stage="base" />""" };
        yield return new Mistake("copy-missing", "MST5009", ["gone.txt"]) { Items = """<ContainerCopy Include="gone.txt" />""" };
        yield return new Mistake("copy-outside", "MST1003",
            ["Outside.cs", "ContainerCopy"]) { Items = """<ContainerCopy Include="../../../outside/Outside.cs" />""" };
        yield return new Mistake("copy-mode", "MST5010",
            ["Mode 'u+x'"]) { Items = """<ContainerCopy Include="/x" From="build" Mode="u+x" />""" };
        yield return new Mistake("copy-owner", "MST5010",
            ["Owner 'a b'"]) { Items = """<ContainerCopy Include="/x" From="build" Owner="a b" />""" };
        yield return new Mistake("package-name", "MST5011", ["a b"]) { Items = """<ContainerPackage Include="a b" />""" };
        yield return new Mistake("package-version", "MST5011",
            ["curl", "1 2"]) { Items = """<ContainerPackage Include="curl" Version="1 2" />""" };
        yield return new Mistake("package-chiseled", "MST5012", ["curl", "noble-chiseled"]) { Properties = "ContainerFamily=noble-chiseled",
            Items = """<ContainerPackage Include="curl" />""" };
        yield return new Mistake("package-unknown-image", "MST5013",
            ["curl", "example.com/base:1"]) { Properties = "ContainerBaseImage=example.com/base:1",
                Items = """<ContainerPackage Include="curl" />""" };
        yield return new Mistake("run-without-shell", "MST5014", ["ls", "noble-chiseled"]) { Properties = "ContainerFamily=noble-chiseled",
            Items = """<ContainerRun Include="ls" />""" };
        yield return new Mistake("healthcheck", "MST5015",
            ["Interval is '30'"]) { Items = """<ContainerHealthcheck Include="x" Interval="30" />""" };
        yield return new Mistake("volume", "MST5016", ["'data'"]) { Items = """<ContainerVolume Include="data" />""" };
        yield return new Mistake("writable-folder", "MST5010",
            ["ContainerWritableFolder", "'/etc'"]) { Items = """<ContainerWritableFolder Include="/etc" />""" };
        yield return new Mistake("stop-signal", "MST5016", ["'TERM'"]) { Properties = "ContainerStopSignal=TERM" };

        // Static sites.
        yield return new Mistake("site-on-scratch", "MST5602",
            ["'scratch'", "App.csproj"]) { Properties = "ContainerFamily=nginx;ContainerBaseImage=scratch" };
        yield return new Mistake("site-on-dotnet", "MST5602",
            ["aspnet:10.0"]) { Properties = "ContainerFamily=nginx;ContainerBaseImage=mcr.microsoft.com/dotnet/aspnet:10.0" };
        yield return new Mistake("site-debug", "MST5604", ["'debug'"]) { Properties = "ContainerFamily=nginx;ContainerTarget=debug" };
        yield return new Mistake("site-migrations", "MST5604",
            ["'migrations'"]) { Properties = "ContainerFamily=nginx;ContainerTarget=migrations" };
        yield return new Mistake("site-fallback", "MST5605",
            ["ContainerSpaFallback", "../a.html"]) { Properties = "ContainerFamily=nginx;ContainerSpaFallback=../a.html" };
        yield return new Mistake("site-immutable", "MST5605",
            ["ContainerImmutableFiles", "'*'"]) { Properties = "ContainerFamily=nginx;ContainerImmutableFiles=*" };
        yield return new Mistake("site-header-name", "MST5605", ["ContainerResponseHeader", "X Y"]) { Properties = "ContainerFamily=nginx",
            Items = """<ContainerResponseHeader Include="X Y" Value="1" />""" };
        yield return new Mistake("site-header-value", "MST5605",
            ["ContainerResponseHeader", "line break"]) { Properties = "ContainerFamily=nginx",
                Items = """<ContainerResponseHeader Include="X" Value="1%0ASet-Cookie: a" />""" };

        // What only a build with an engine reads; a script stands in for the docker command and can do nothing but answer.
        yield return new Mistake("repository", "MST2006", ["_/_"]) { Properties = "ContainerMultiStage=true;ContainerRepository=_/_",
            Target = "PublishContainer" };
        yield return new Mistake("engine", "MST2009",
            ["nspawn", "docker"]) { Properties = "ContainerMultiStage=true;ContainerEngine=nspawn", Target = "PublishContainer" };
        yield return new Mistake("missing-secret", "MST2012", ["key", "gone.txt"]) { Properties = "ContainerMultiStage=true",
            Items = """<ContainerBuildSecret Include="key" Source="gone.txt" />""", Target = "PublishContainer" };
        yield return new Mistake("secret-without-source", "MST2013", ["key"]) { Properties = "ContainerMultiStage=true",
            Items = """<ContainerBuildSecret Include="key" />""", Target = "PublishContainer" };
        yield return new Mistake("image-format", "MST2017",
            ["zip"]) { Properties = "ContainerMultiStage=true;ContainerImageFormat=zip;ContainerArchiveOutputPath=x.tar",
                Target = "PublishContainer" };
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_error_with_a_code(string name)
    {
        var one = Cases[name];
        // What concerns the case is what names its folder.
        var lines = build.Output.Split('\n').Where(line => line.Contains($"/{name}/", StringComparison.Ordinal)).Distinct().ToList();
        var errors = lines.Where(line => line.Contains(": error ", StringComparison.Ordinal)).ToList();
        Assert.True(errors.Count == 1 && errors[0].Contains($": error {one.Code}: ", StringComparison.Ordinal),
            $"{one.Code}:\n{string.Join('\n', lines)}");
        foreach (var part in one.Parts)
            Assert.Contains(part, errors[0], StringComparison.Ordinal);
        if (one.Target == "GenerateDockerfile")
            Assert.False(Directory.Exists(build.Workspace.Path($"{name}/src/App/obj/container")), "Files were written.");
    }

    [Fact]
    public void No_stack_trace_and_no_error_without_a_case()
    {
        Assert.Equal(1, build.ExitCode);
        foreach (var part in new[] { "   at ", "MSB4018", "CONTAINER1", "CONTAINER2", "Unhandled" })
            Assert.DoesNotContain(part, build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(build.Output.Split('\n'),
            line => line.Contains("error ", StringComparison.Ordinal)
                && !Cases.Keys.Any(name => line.Contains($"/{name}/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("library", "MST1001")]
    [InlineData("missing-reference", "MST1004")]
    [InlineData("unknown-target", "MST2001")]
    [InlineData("port-type", "MST2003")]
    public async Task A_single_run_ends_with_the_error(string name, string code)
    {
        var arguments = Cases[name].Properties.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(property => "-p:" + property);
        var result = await build.Workspace.DotNetAsync(name, ["build", App, "--no-restore", "-t:GenerateDockerfile", .. arguments]);
        Assert.Equal(1, result.ExitCode);
        result.HasOnly(code);
    }

    private static string Library(string reference = "") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup>{(reference.Length > 0 ? $"<ProjectReference Include=\"{reference}\" />" : "")}</ItemGroup>
        </Project>
        """;

    /// <summary>A repository with one mistake.</summary>
    public sealed record Mistake(string Name, string Code, string[] Parts)
    {
        public string Items { get; init; } = "";
        public string Body { get; init; } = "";
        public string Properties { get; init; } = "";
        public string Framework { get; init; } = "<TargetFramework>net10.0</TargetFramework>";
        public string Target { get; init; } = "GenerateDockerfile";

        /// <summary>Whether the repository has the package for the builder, too.</summary>
        public bool HasFeed { get; init; } = true;
        public Dictionary<string, string> Files { get; } = [];
    }

    /// <summary>All cases, built in one process.</summary>
    public sealed class Build : IAsyncLifetime
    {
        private readonly Repository repository = new(asRepository: false);

        public Workspace Workspace => repository.Workspace;
        public string Output { get; private set; } = "";
        public int ExitCode { get; private set; }

        public async ValueTask InitializeAsync()
        {
            repository.Write("outside/Outside.cs").Write("outside/Outside.dll").Write("outside/Outside.props", "<Project />")
                .Write("outside/Outside.csproj", Library());
            var items = new StringBuilder();
            foreach (var one in Cases.Values)
            {
                Directory.CreateDirectory(Workspace.Path(one.Name + "/.git"));
                repository.App($"{one.Name}/{App}", $"<ItemGroup>{one.Items}</ItemGroup>{one.Body}", framework: one.Framework);
                if (one.Target == "PublishContainer" && one.HasFeed)
                {
                    Directory.CreateDirectory(Workspace.Path(one.Name + "/feed"));
                    foreach (var package in Directory.EnumerateFiles(Checkout.Packages, "*.nupkg"))
                        File.Copy(package, Workspace.Path($"{one.Name}/feed/{Path.GetFileName(package)}"));
                    repository.Write(one.Name + "/nuget.config",
                        """<configuration><packageSources><add key="feed" value="feed" /></packageSources></configuration>""");
                }
                foreach (var (path, text) in one.Files)
                    repository.Write($"{one.Name}/{path}", text);
                items.Append($"""<Case Include="{one.Name}/{App}" Entry="{one.Target}" AdditionalProperties="{one.Properties}" />""");
            }
            repository.Write("All.proj", $"""
                <Project>
                  <ItemGroup>{items}</ItemGroup>
                  <Target Name="Build">
                    <MSBuild Projects="@(Case->WithMetadataValue('Entry', 'GenerateDockerfile'))" Targets="GenerateDockerfile" ContinueOnError="ErrorAndContinue" />
                    <MSBuild Projects="@(Case->WithMetadataValue('Entry', 'PublishContainer'))" Targets="PublishContainer" />
                  </Target>
                </Project>
                """);
            var result = await Workspace.DotNetAsync("", ["msbuild", "All.proj", "-nologo"], environment: repository.AddDockerStandIn());
            (Output, ExitCode) = (result.Output, result.ExitCode);
        }

        public ValueTask DisposeAsync()
        {
            repository.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
