namespace MultiStage.PackageTests;

/// <summary>
/// The commands of IDEs and tools build the image in stages. There is no engine here: the error that says so proves who
/// answered, and that nothing was compiled before.
/// </summary>
public sealed class TakeoverTests
{
    private static readonly Dictionary<string, string?> NoEngine = new() { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock",
        ["DOCKER_CONTEXT"] = null, ["ContainerEngine"] = "docker" };

    private const string On = "<PropertyGroup><ContainerMultiStage>true</ContainerMultiStage></PropertyGroup>";

    // The local feed does not have NETStandard.Library, which restore would want; nothing is compiled here.
    private const string NoStandardLibrary =
        """<PropertyGroup Condition="'$(TargetFramework)' == 'netstandard2.0'"><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences></PropertyGroup>""";

    public static TheoryData<Door, string, string, string> Commands
    {
        get
        {
            var data = new TheoryData<Door, string, string, string>();
            const string code =
                "publish --os linux --arch x64 /t:PublishContainer --configuration Debug -p:ContainerImageTag=dev -p:LocalRegistry=Docker App/App.csproj";
            const string aspire =
                "publish App/App.csproj --configuration Release /t:PublishContainer /p:ContainerRepository=app /p:ContainerImageTag=latest /p:RuntimeIdentifier=linux-x64 /p:ContainerRuntimeIdentifier=linux-x64";
            foreach (var door in new[] { Door.SdkElement, Door.PackageReference })
            {
                data.Add(door, "Microsoft.NET.Sdk.Web", code, "MST3002");
                data.Add(door, "Microsoft.NET.Sdk.Web", aspire, "MST3002");
                data.Add(door, "Microsoft.NET.Sdk.Web", "publish App/App.csproj -p:PublishProfile=DefaultContainer", "MST3002");
                data.Add(door, "Microsoft.NET.Sdk", "publish App/App.csproj", "MST3002");
            }
            data.Add(Door.SdkElement, "Microsoft.NET.Sdk.Web", "publish App/App.csproj", "MST3002");
            data.Add(Door.PackageReference, "Microsoft.NET.Sdk.Worker", "publish App/App.csproj /t:PublishContainer", "MST3002");
            data.Add(Door.SdkElement, "Microsoft.NET.Sdk.Worker",
                "publish App/App.csproj -t:PublishContainer --verbosity quiet --nologo -r linux-x64 -p:ContainerRegistry=localhost:5000 -p:ContainerRepository=app -p:ContainerImageTag=latest", "MST3002");
            data.Add(Door.SdkElement, "Microsoft.NET.Sdk.Web", "msbuild App/App.csproj -t:PublishContainer", "MST3002");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_command_is_taken_over(Door door, string sdk, string command, string code)
    {
        using var workspace = Projects.NewWorkspace().WriteApp(door, sdk, On);
        var result = await workspace.DotNetAsync("", command.Split(' '), environment: NoEngine);
        Assert.Equal(1, result.ExitCode);
        result.HasOnly(code);
        Assert.DoesNotMatch(@"CONTAINER\w*\d{3}", result.Output);
        Assert.False(Directory.Exists(workspace.Path("App/bin")), "The host compiled.");
        Assert.False(Directory.Exists(workspace.Path("App/obj/Release")) || Directory.Exists(workspace.Path("App/obj/Debug")),
            "The host compiled.");
    }

    [Fact]
    public async Task A_machine_without_docker_says_so()
    {
        using var workspace = Projects.NewWorkspace().WriteApp(Door.SdkElement, "Microsoft.NET.Sdk");
        var dotnet = Path.GetFullPath("../../..", System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory());
        var result = await workspace.DotNetAsync("",
            ["publish", "App/App.csproj", "-p:ContainerMultiStage=true", "-p:ContainerEngine=docker"],
            environment: new Dictionary<string, string?> { ["PATH"] = dotnet });
        result.HasOnly("MST3002", "not installed");
        Assert.False(Directory.Exists(workspace.Path("App/bin")), "The host compiled.");
    }

    [Fact]
    public async Task The_switch_works_on_the_command_line_for_a_whole_solution()
    {
        using var workspace = Projects.NewWorkspace()
            .WriteApp(Door.SdkElement, "Microsoft.NET.Sdk", """<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>""")
            .Write("Lib/Lib.csproj",
                Projects.Text(Door.SdkElement, "Microsoft.NET.Sdk", "<PropertyGroup><OutputType>Library</OutputType></PropertyGroup>"))
            .Write("Multi/Multi.csproj",
                Projects.Text(Door.PackageReference, "Microsoft.NET.Sdk",
                    "<PropertyGroup><OutputType>Library</OutputType><TargetFramework /><TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks></PropertyGroup>" + NoStandardLibrary))
            .Write("Tests/Tests.csproj",
                Projects.Text(Door.SdkElement, "Microsoft.NET.Sdk", "<PropertyGroup><IsPublishable>false</IsPublishable></PropertyGroup>"))
            .Write("Specs/Specs.csproj",
                Projects.Text(Door.SdkElement, "Microsoft.NET.Sdk", "<PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup>"))
            .Write("Checks/Checks.csproj",
                Projects.Text(Door.PackageReference, "Microsoft.NET.Sdk",
                    "<PropertyGroup><IsTestingPlatformApplication>true</IsTestingPlatformApplication></PropertyGroup>"))
            .Write("All.slnx",
                """<Solution><Project Path="App/App.csproj" /><Project Path="Lib/Lib.csproj" /><Project Path="Multi/Multi.csproj" /><Project Path="Tests/Tests.csproj" /><Project Path="Specs/Specs.csproj" /><Project Path="Checks/Checks.csproj" /></Solution>""");
        var result = await workspace.DotNetAsync("", ["publish", "All.slnx", "-p:ContainerMultiStage=true"], environment: NoEngine);
        result.HasOnly("MST3002", "App.csproj");
        foreach (var project in new[] { "App", "Lib", "Multi", "Tests", "Specs", "Checks" })
            Assert.False(Directory.Exists(workspace.Path(project + "/bin")), project + " was compiled.");

        // Named itself, a library is a mistake.
        (await workspace.DotNetAsync("", ["publish", "Lib/Lib.csproj", "--no-restore", "-p:ContainerMultiStage=true"],
            environment: NoEngine)).HasOnly("MST1001", "Lib.csproj");
    }

    [Theory]
    [InlineData(Door.SdkElement)]
    [InlineData(Door.PackageReference)]
    public async Task The_query_of_VS_Code_gets_the_same_answer(Door door)
    {
        string[] query =
        [
            "build", "--no-restore", "-target:ComputeContainerConfig",
            "-getProperty:AssemblyName,TargetFramework,TargetFrameworks,OutputPath,EnableSdkContainerSupport,ContainerWorkingDirectory,ContainerRepository",
            "-p:ContainerRuntimeIdentifier=linux-x64", "App/App.csproj",
        ];
        using var workspace = Projects.NewWorkspace().WriteApp(Door.None, "Microsoft.NET.Sdk.Web");
        var without = (await workspace.DotNetAsync("", query)).Succeeded().Output;
        Assert.Contains("\"ContainerRepository\": \"app\"", without, StringComparison.Ordinal);
        foreach (var body in new[] { "", On })
        {
            workspace.WriteApp(door, "Microsoft.NET.Sdk.Web", body);
            if (door == Door.PackageReference)
                (await workspace.DotNetAsync("", ["restore", "App/App.csproj"])).Succeeded();
            Assert.Equal(without, (await workspace.DotNetAsync("", query)).Succeeded().Output);
        }
    }

    [Fact]
    public async Task Targets_that_a_project_hooks_to_the_in_box_ones_still_run()
    {
        using var repository = new Repository().App("App/App.csproj", On + """
            <Target Name="BeforeBaseImage" BeforeTargets="ComputeContainerBaseImage">
              <ItemGroup><ContainerPort Include="7171" Type="tcp" /></ItemGroup>
            </Target>
            <Target Name="BeforeConfig" BeforeTargets="ComputeContainerConfig">
              <PropertyGroup><ContainerRepository>shop/web</ContainerRepository><ContainerImageTag>hooked</ContainerImageTag></PropertyGroup>
              <ItemGroup><ContainerLabel Include="from.hook" Value="yes" /></ItemGroup>
            </Target>
            <Target Name="AfterConfig" AfterTargets="ComputeContainerConfig"><Message Importance="High" Text="ran: after config" /></Target>
            <Target Name="AfterPublish" AfterTargets="PublishContainer"><Message Importance="High" Text="ran: after publish" /></Target>
            """);
        var result = await repository.Workspace.DotNetAsync("", ["msbuild", "App/App.csproj", "-t:PublishContainer"],
            environment: repository.AddDockerStandIn());
        result.Failed();
        Assert.Contains("ran: after config", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ran: after publish", result.Output, StringComparison.Ordinal);
        var calls = repository.Workspace.Read("docker-calls");
        Assert.Matches(@"shop/web:hooked", calls);
        // What hooks add is a part of the image like what the project says.
        var file = repository.Workspace.Read("App/obj/container/net10.0/Dockerfile");
        Assert.Contains("LABEL from.hook=yes", file, StringComparison.Ordinal);
        Assert.Contains("EXPOSE 7171", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_with_several_frameworks_and_a_PackageReference_needs_a_choice()
    {
        using var workspace = Projects.NewWorkspace()
            .WriteApp(Door.PackageReference, "Microsoft.NET.Sdk",
                "<PropertyGroup><TargetFramework /><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks></PropertyGroup>"
                    + NoStandardLibrary);
        (await workspace.DotNetAsync("", ["publish", "App/App.csproj", "-p:ContainerMultiStage=true"], environment: NoEngine)).HasOnly(
            "MST1002", "netstandard2.0");
        (await workspace.DotNetAsync("", ["msbuild", "App/App.csproj", "-t:PublishContainer", "-p:ContainerMultiStage=true"],
            environment: NoEngine)).HasOnly("MST1002");
        (await workspace.DotNetAsync("", ["msbuild", "App/App.csproj", "-t:GenerateDockerfile"])).HasOnly("MST1002");
        (await workspace.DotNetAsync("", ["publish", "App/App.csproj", "--no-restore", "-f", "net10.0", "-p:ContainerMultiStage=true"],
            environment: NoEngine)).HasOnly("MST3002");
        (await workspace.DotNetAsync("", ["msbuild", "App/App.csproj", "-t:GenerateDockerfile", "-p:TargetFramework=net10.0"])).Succeeded();
    }
}
