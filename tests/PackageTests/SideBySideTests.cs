namespace MultiStage.PackageTests;

/// <summary>A process of MSBuild that lives on, as IDEs have it, loads the tasks of every version of the package that it meets.</summary>
public sealed class SideBySideTests
{
    [Theory]
    [InlineData("tools/net10.0/linux-x64", "tools/net10.0")]
    [InlineData("tools/net10.0", "tools/net10.0/linux-x64")]
    public async Task Two_builds_of_the_tasks_work_in_one_process(string first, string second)
    {
        using var workspace = Projects.NewWorkspace().WriteApp(Door.SdkElement, "Microsoft.NET.Sdk.Web").Write("both.proj", $"""
            <Project>
              <Target Name="Build">
                <MSBuild Projects="App/App.csproj" Targets="GetPackageFolder"><Output TaskParameter="TargetOutputs" PropertyName="Folder" /></MSBuild>
                <MSBuild Projects="App/App.csproj" Targets="GenerateDockerfile" Properties="MultiStageTasksAssembly=$(Folder){first}/MultiStage.Tasks.dll" />
                <MSBuild Projects="App/App.csproj" Targets="GenerateDockerfile" Properties="MultiStageTasksAssembly=$(Folder){second}/MultiStage.Tasks.dll" />
              </Target>
            </Project>
            """);
        workspace.Write("App/App.csproj", Projects.Text(Door.SdkElement, "Microsoft.NET.Sdk.Web", """
            <Target Name="GetPackageFolder" Returns="$(MultiStageTasksAssembly.Substring(0, $(MultiStageTasksAssembly.IndexOf('tools/net10.0'))))" />
            """));
        (await workspace.DotNetAsync("", ["restore", "App/App.csproj"])).Succeeded();
        var result = (await workspace.DotNetAsync("", ["msbuild", "both.proj", "-nologo"])).Succeeded();
        Assert.DoesNotContain("error", result.Output, StringComparison.OrdinalIgnoreCase);
    }
}
