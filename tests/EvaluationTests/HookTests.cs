namespace MultiStage.EvaluationTests;

/// <summary>What the in-box targets would use after all hooks is what counts.</summary>
public sealed class HookTests
{
    private const string Hook = """
        <ItemGroup>
          <ContainerAppCommand Include="/opt/start.sh" />
          <ContainerLabel Include="late" Value="yes" />
          <ContainerPort Include="7071" Type="tcp" />
          <ContainerEnvironmentVariable Include="LATE" Value="yes" />
        </ItemGroup>
        <PropertyGroup>
          <ContainerBaseImage>example.com/functions:4</ContainerBaseImage>
          <ContainerRuntimeIdentifier>linux-arm64</ContainerRuntimeIdentifier>
          <ContainerWorkingDirectory>/home/site</ContainerWorkingDirectory>
          <ContainerUser>root</ContainerUser>
        </PropertyGroup>
        """;

    [Fact]
    public async Task A_target_before_the_base_image_sets_everything()
    {
        using var repository = new Repository().App("App/App.csproj",
            $"""<Target Name="Late" BeforeTargets="ComputeContainerBaseImage">{Hook}</Target>""");
        var text = (await repository.GenerateAsync("App/App.csproj")).Dockerfile;
        foreach (var line in new[] { "FROM example.com/functions:4 AS base\n", "WORKDIR /home/site\n", "EXPOSE 7071\n", "USER root\n",
            "LABEL late=yes\n", "ENTRYPOINT [\"/opt/start.sh\"]\n" })
            Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.Contains("-r linux-arm64", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BeforeTargets", "ComputeContainerConfig")]
    [InlineData("AfterTargets", "ComputeContainerBaseImage")]
    [InlineData("AfterTargets", "ComputeContainerConfig")]
    public async Task Other_hooks_are_seen_as_the_in_box_targets_see_them(string when, string target)
    {
        using var repository = new Repository().App("App/App.csproj", $"""
            <Target Name="Late" {when}="{target}">
              <ItemGroup><ContainerPort Include="7071" Type="tcp" /><ContainerAppCommand Remove="@(ContainerAppCommand)" /><ContainerAppCommand Include="/opt/start.sh" /></ItemGroup>
              <PropertyGroup><ContainerUser>root</ContainerUser></PropertyGroup>
            </Target>
            """);
        var text = (await repository.GenerateAsync("App/App.csproj")).Dockerfile;
        foreach (var line in new[] { "EXPOSE 7071\n", "USER root\n", "ENTRYPOINT [\"/opt/start.sh\"]\n" })
            Assert.Contains(line, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_hooks_keeps_the_command_of_the_sdk()
    {
        using var repository = new Repository().App("App/App.csproj");
        Assert.Contains("ENTRYPOINT [\"dotnet\", \"/app/App.dll\"]\n", (await repository.GenerateAsync("App/App.csproj")).Dockerfile,
            StringComparison.Ordinal);
    }
}
