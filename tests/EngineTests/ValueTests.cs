namespace MultiStage.EngineTests;

/// <summary>Values that a Dockerfile, a shell or MSBuild could misread arrive in the container as they were written.</summary>
public sealed class ValueTests(Leftovers leftovers)
{
    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker, Engine.Docker20);

    private static readonly IReadOnlyDictionary<string, string> Values = new Dictionary<string, string>
    {
        ["ADDRESSES"] = "http://+:80;https://+:443",
        ["QUOTES"] = "he said \"it's\" `here`",
        ["DOLLAR"] = "$HOME ${PATH} $$ $(uname) %PATH% $",
        ["BACKSLASH"] = @"C:\temp\new \\server\share \",
        ["HASH"] = "# no comment # at all",
        ["UNICODE"] = "Grüße, 世界 🚀",
        ["SPACES"] = "  two before, two after  ",
        ["EQUALS"] = "a=b=c; d=e, f",
        ["LINES"] = "first line\nsecond \"line\"\n\n# third $HOME\\",
        ["TAB"] = "a\tb",
        ["JSON"] = "{\"a\":[1,\"$x\"]}",
        ["EMPTY"] = "",
        ["PERCENT"] = "100%25 %3B",
    };

    [Theory, MemberData(nameof(Engines))]
    public async Task Values_arrive_unchanged(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = new Workspace();
        var folder = workspace.AddSample("hello-web");
        var items =
            Values.Select(
                pair => $"<ContainerEnvironmentVariable Include=\"{pair.Key}\" Value=\"{ForMSBuild(pair.Value)}\" />\n<ContainerLabel Include=\"label.{pair.Key.ToLowerInvariant()}\" Value=\"{ForMSBuild(pair.Value)}\" />");
        workspace.Write("sample-apps/hello-web/Directory.Build.targets",
            $"<Project><ItemGroup>{string.Join('\n', items)}</ItemGroup></Project>");
        var image = leftovers.Add(engine, "hello-web:" + Publishing.NewTag());

        (await workspace.PublishAsync("sample-apps/hello-web", engine, "-p:ContainerImageTag=" + image.Split(':')[1])).Succeeded();

        var inspected = await engine.InspectAsync(image);
        var environment = EngineImages.Environment(inspected);
        var labels = EngineImages.Labels(inspected);
        Assert.Equal(Values, environment.Where(pair => Values.ContainsKey(pair.Key)).ToDictionary());
        Assert.Equal(Values,
            labels.Where(pair => pair.Key.StartsWith("label.", StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key["label.".Length..].ToUpperInvariant(), pair => pair.Value));

        await using var container = await RunningContainer.StartAsync(engine, image);
        foreach (var (name, value) in Values)
            Assert.Equal(value, System.Text.Json.JsonSerializer.Deserialize<string>(await container.GetAsync("/env/" + name)));
    }

    // XML takes line breaks out of attributes and MSBuild unescapes %XX and reads $( and ;: both are how a user writes them.
    private static string ForMSBuild(string value) =>
        System.Security.SecurityElement.Escape(
            value.Replace("%", "%25", StringComparison.Ordinal).Replace("$(", "%24(", StringComparison.Ordinal)
                .Replace(";", "%3B", StringComparison.Ordinal))
            .Replace("\n", "&#10;", StringComparison.Ordinal).Replace("\t", "&#9;", StringComparison.Ordinal);
}
