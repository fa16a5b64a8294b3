namespace MultiStage.EvaluationTests;

/// <summary>What evaluation here takes from where a builder has nothing, or has something else.</summary>
public sealed class HistoryTests
{
    private const string ReadsHead = """
        <PropertyGroup>
          <Repository>$(MSBuildProjectDirectory)/../</Repository>
          <Head Condition="Exists('$(Repository).git/HEAD')">$([System.IO.File]::ReadAllText('$(Repository).git/HEAD').Trim())</Head>
        </PropertyGroup>
        """;

    [Fact]
    public async Task A_project_that_reads_a_file_of_Git_is_an_error_that_names_the_way_out()
    {
        using var repository = new Repository().App("app/App.csproj", ReadsHead).Write(".git/HEAD", "ref: refs/heads/main");
        (await repository.GenerateAsync("app/App.csproj")).HasOnly("MST1014", "'app/App.csproj' reads '.git/HEAD'", "-p:Head=VALUE");

        var given = await repository.GenerateAsync("app/App.csproj", "-p:Head=main");
        given.Result.Succeeded();
        Assert.False(given.Travels(".git/config"));
    }

    [Fact]
    public async Task A_file_of_Git_that_an_item_names_travels_with_its_content()
    {
        using var repository = new Repository()
            .App("app/App.csproj", ReadsHead + """<ItemGroup><ContainerRestoreInput Include="../.git/HEAD" /></ItemGroup>""")
            .Write(".git/HEAD", "ref: refs/heads/main").Write(".git/config");
        var generation = await repository.GenerateAsync("app/App.csproj");
        Assert.Contains(".git/HEAD", generation.RestoreInputs);
        Assert.True(generation.Travels(".git/HEAD"));
        Assert.False(generation.Travels(".git/config"));
    }

    [Theory]
    [InlineData("$([System.IO.File]::GetLastWriteTime('$(MSBuildProjectDirectory)/../.git/index'))")]
    [InlineData("$([System.IO.Directory]::GetFiles('$(MSBuildProjectDirectory)/../.git/refs', '*'))")]
    public async Task Times_and_lists_of_Git_are_errors_too(string function)
    {
        using var repository = new Repository().App("app/App.csproj", $"<PropertyGroup><X>{function}</X></PropertyGroup>")
            .Write(".git/index").Write(".git/refs/x");
        (await repository.GenerateAsync("app/App.csproj")).HasOnly("MST1014", "-p:X=VALUE");
    }

    [Theory]
    [InlineData("git rev-parse HEAD", true)]
    [InlineData("cd .. &amp;&amp; git log -1", true)]
    [InlineData("git-lfs pull", false)]
    [InlineData("echo git is good", false)]
    public async Task A_target_that_asks_Git_is_a_warning(string command, bool warns)
    {
        using var repository = new Repository()
            .App("app/App.csproj", $"""<Target Name="Ask" BeforeTargets="Build"><Exec Command="{command}" /></Target>""");
        var output = (await repository.GenerateAsync("app/App.csproj")).Result.Succeeded().Output;
        Assert.Equal(warns, output.Contains("warning MST1015", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""<ItemGroup><ContainerPort Include="5000" Condition="'$(DOTNET_RUNNING_IN_CONTAINER)' == 'true'" /></ItemGroup>""", "ContainerPort")]
    [InlineData("""<PropertyGroup><ContainerUser Condition="'$(DOTNET_RUNNING_IN_CONTAINER)' != 'true'">1000</ContainerUser></PropertyGroup>""", "ContainerUser")]
    public async Task An_option_that_a_container_would_have_otherwise_is_a_warning(string items, string option)
    {
        using var repository = new Repository().App("app/App.csproj", items);
        var output = (await repository.GenerateAsync("app/App.csproj")).Result.Succeeded().Output;
        Assert.Contains("warning MST1016: '" + option + "'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_on_the_container_around_something_else_is_none()
    {
        using var repository = new Repository().App("app/App.csproj",
            """
            <PropertyGroup><DefineConstants Condition="'$(DOTNET_RUNNING_IN_CONTAINER)' == 'true'">$(DefineConstants);IN</DefineConstants></PropertyGroup>
            <ItemGroup><ContainerPort Include="5000" /></ItemGroup>
            """);
        Assert.DoesNotContain("MST1016", (await repository.GenerateAsync("app/App.csproj")).Result.Succeeded().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_that_changes_after_it_was_used_brings_the_file_that_was_read()
    {
        using var repository = new Repository().App("app/App.csproj").Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <Data>$(MSBuildThisFileDirectory)eng/</Data>
                <Name>first</Name>
                <First>$([System.IO.File]::ReadAllText('$(Data)$(Name).txt'))</First>
                <Name>second</Name>
                <Second>$([System.IO.File]::ReadAllText('$(Data)$(Name).txt'))</Second>
                <Data>$(MSBuildThisFileDirectory)other/</Data>
              </PropertyGroup>
            </Project>
            """).Write("eng/first.txt", "1").Write("eng/second.txt", "2").Write("eng/third.txt", "3");
        var generation = await repository.GenerateAsync("app/App.csproj");
        Assert.Contains("eng/first.txt", generation.RestoreInputs);
        Assert.Contains("eng/second.txt", generation.RestoreInputs);
        Assert.False(generation.Travels("eng/third.txt"));
    }
}
