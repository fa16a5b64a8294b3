namespace MultiStage.EvaluationTests;

/// <summary>The same projects give the same bytes, whoever generates them and wherever.</summary>
public sealed class StabilityTests(StabilityTests.Reference reference) : IClassFixture<StabilityTests.Reference>
{
    private static readonly string[] Items =
    [
        """<ProjectReference Include="../A/A.csproj" />""",
        """<ProjectReference Include="../B/B.csproj" />""",
        """<Compile Include="../../shared/I.cs" Link="I.cs" />""",
        """<Compile Include="../../shared/İ.cs" Link="I2.cs" />""",
        """<AdditionalFiles Include="../../shared/x.txt" />""",
        """<ContainerPort Include="8080" Type="tcp" />""",
        """<ContainerPort Include="5353" Type="udp" />""",
        """<ContainerEnvironmentVariable Include="INIT_I" Value="i" />""",
        """<ContainerEnvironmentVariable Include="AFTER" Value="1,5" />""",
        """<ContainerLabel Include="title.i" Value="I" />""",
        """<ContainerLabel Include="author" Value="me" />""",
    ];

    private static Repository Write(IEnumerable<string> items) => new Repository()
        .App("src/App/App.csproj", $"<ItemGroup>{string.Concat(items)}</ItemGroup>", sdk: "Microsoft.NET.Sdk.Web")
        .Library("src/A/A.csproj", """<ItemGroup><ProjectReference Include="../B/B.csproj" /></ItemGroup>""")
        .Library("src/B/B.csproj")
        .Write("shared/I.cs", "class I1 { }").Write("shared/İ.cs", "class I2 { }").Write("shared/x.txt")
        .Write("Directory.Build.props", "<Project />");

    private static string All(Generation generation) => generation.Dockerfile + generation.IgnoreFile + generation.PlanText;

    [Fact]
    public async Task Order_and_place_do_not_show()
    {
        using var repository = Write(Items.Reverse());
        Assert.Equal(reference.Text, All(await repository.GenerateAsync("src/App/App.csproj")));
    }

    [Fact]
    public void No_path_time_or_user_of_this_machine_is_in_the_files()
    {
        foreach (var word in new[] { System.IO.Path.GetTempPath().TrimEnd('/'), Environment.MachineName,
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/", "\r" })
            Assert.DoesNotContain(word, reference.Text.Replace("/root/.local/share/NuGet", "", StringComparison.Ordinal),
                StringComparison.Ordinal);
        Assert.DoesNotContain(DateTime.UtcNow.Year.ToString(System.Globalization.CultureInfo.InvariantCulture), reference.Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tr_TR.UTF-8")]
    [InlineData("de_DE.UTF-8")]
    public async Task Another_user_with_another_language_and_home_gets_the_same(string language)
    {
        using var repository = Write(Items);
        using var home = new Workspace(asRepository: false);
        var generation = await repository.GenerateAsync("src/App/App.csproj", [], new Dictionary<string, string?>
        {
            ["LANG"] = language,
            ["LC_ALL"] = language,
            ["HOME"] = home.Folder,
            ["USER"] = "somebody",
            ["LOGNAME"] = "somebody",
            ["TZ"] = "Pacific/Kiritimati",
        });
        Assert.Equal(reference.Text, All(generation));
    }

    [Fact]
    public async Task A_second_run_writes_nothing_and_a_changed_project_writes_again()
    {
        using var repository = Write(Items);
        var first = await repository.GenerateAsync("src/App/App.csproj");
        var text = All(first);
        string[] names = ["Dockerfile", "Dockerfile.dockerignore", "plan.json"];
        var past = DateTime.UtcNow.AddDays(-1);
        foreach (var name in names)
            File.SetLastWriteTimeUtc(repository.Workspace.Path($"{first.Output}/{name}"), past);

        Assert.Equal(text, All(await repository.GenerateAsync("src/App/App.csproj")));
        foreach (var name in names)
            Assert.Equal(past, File.GetLastWriteTimeUtc(repository.Workspace.Path($"{first.Output}/{name}")), TimeSpan.FromSeconds(1));
        Assert.Equal(names,
            Directory.GetFiles(repository.Workspace.Path(first.Output)).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));

        // What a build leaves behind changes nothing either.
        repository.Write("src/App/bin/Debug/net10.0/App.dll").Write("src/A/obj/Debug/A.dll").Write("src/App/obj/project.assets.json", "{}");
        Assert.Equal(text, All(await repository.GenerateAsync("src/App/App.csproj")));
        Assert.Contains("7070",
            (await repository.GenerateAsync("src/App/App.csproj", "-p:ContainerEnvironmentPort=1", "-p:ContainerUser=7070")).Dockerfile,
            StringComparison.Ordinal);
    }

    /// <summary>The text that all others are compared with.</summary>
    public sealed class Reference : IAsyncLifetime
    {
        public string Text { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            using var repository = Write(Items);
            Text = All(await repository.GenerateAsync("src/App/App.csproj"));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
