using System.Text.Json;
using System.Text.RegularExpressions;

namespace MultiStage.TestSupport;

/// <summary>A small repository that a test writes: projects that take MultiStage.Sdk through the Sdk element.</summary>
public sealed class Repository : IDisposable
{
    public Repository(bool asRepository = true)
    {
        Workspace = new Workspace(asRepository);
        Workspace.AddFeed();
    }

    public Workspace Workspace { get; }

    public string Folder => Workspace.Folder;

    /// <summary>Writes a file.</summary>
    public Repository Write(string path, string text = "")
    {
        Workspace.Write(path, text);
        return this;
    }

    /// <summary>Writes a console application and its Program.cs.</summary>
    /// <param name="items">What stands in the project beside the framework.</param>
    public Repository App(string path, string items = "", string sdk = "Microsoft.NET.Sdk",
        string framework = "<TargetFramework>net10.0</TargetFramework>")
    {
        Write(path, $"""
            <Project Sdk="{sdk}">
              <Sdk Name="MultiStage.Sdk" Version="1.0.0" />
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                {framework}
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              {items}
            </Project>
            """);
        return Write(Beside(path, "Program.cs"), "Console.WriteLine(\"ready\");");
    }

    /// <summary>Writes a library; its source is a class that is named like the project.</summary>
    public Repository Library(string path, string items = "", string framework = "<TargetFramework>net10.0</TargetFramework>")
    {
        Write(path, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {framework}
              </PropertyGroup>
              {items}
            </Project>
            """);
        return Write(Beside(path, "Code.cs"), "public static class C" + Math.Abs(path.GetHashCode(StringComparison.Ordinal)) + " { }");
    }

    /// <summary>
    /// A `docker` that answers the probe and builds nothing; every call is a line of the file docker-calls. Returns variables
    /// that put it in force.
    /// </summary>
    public IReadOnlyDictionary<string, string?> AddDockerStandIn()
    {
        Write("stand-in/docker", $"""
            #!/bin/sh
            echo "$*" >> '{Workspace.Path("docker-calls")}'
            case $1 in
              info) echo '{"{"}"ServerVersion":"28.0.0","OSType":"linux"{"}"}' ;;
              buildx) [ "$2" = version ] && echo 'github.com/docker/buildx v0.20.0 0' ;;
              *) exit 1 ;;
            esac
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Workspace.Path("stand-in/docker"), (UnixFileMode)0b111_101_101);
        return new Dictionary<string, string?>
        {
            ["PATH"] = Workspace.Path("stand-in") + System.IO.Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["DOCKER_HOST"] = null,
        };
    }

    /// <summary>Generates the Dockerfile: evaluation alone, no restore.</summary>
    public Task<Generation> GenerateAsync(string project, params string[] arguments) => GenerateAsync(project, arguments, null);

    /// <inheritdoc cref="GenerateAsync(string, string[])"/>
    public async Task<Generation> GenerateAsync(string project, string[] arguments, IReadOnlyDictionary<string, string?>? environment)
    {
        var result = await Workspace.DotNetAsync(Parent(project),
            ["msbuild", System.IO.Path.GetFileName(project), "-t:GenerateDockerfile", "-nologo", .. arguments], environment: environment);
        return new Generation(this, project, result);
    }

    public void Dispose() => Workspace.Dispose();

    private static string Parent(string path) => System.IO.Path.GetDirectoryName(path) ?? "";

    private static string Beside(string path, string file) => System.IO.Path.Combine(Parent(path), file);
}

/// <summary>One run of GenerateDockerfile and what it left.</summary>
public sealed class Generation(Repository repository, string project, CommandResult result)
{
    public CommandResult Result => result;

    /// <summary>Where the files lie, relative to the repository.</summary>
    public string Output => Said() is { Length: > 0 } folder
        ? System.IO.Path.GetRelativePath(repository.Folder, folder)
        : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(project) ?? "", "obj", "container", "net10.0");

    // A file in the source tree says nothing of the folder below obj/.
    private string Said() => Regex.Match(result.Output, @"-> (.*/obj/container/[^/\n]+)/Dockerfile").Groups[1].Value;

    public string Dockerfile => repository.Workspace.Read(Succeeded(Output + "/Dockerfile"));

    public string IgnoreFile => repository.Workspace.Read(Succeeded(Output + "/Dockerfile.dockerignore"));

    public string PlanText => repository.Workspace.Read(Succeeded(Output + "/plan.json"));

    public JsonElement Plan => JsonDocument.Parse(PlanText).RootElement;

    /// <summary>The files and folders that are copied into the builder before packages are restored.</summary>
    public IReadOnlyList<string> RestoreInputs => [.. StagesOfBuilder.SelectMany(stage => Copies(stage, beforeRestore: true))];

    /// <summary>The files and folders that are copied after the restore.</summary>
    public IReadOnlyList<string> Sources => [.. StagesOfBuilder.SelectMany(stage => Copies(stage, beforeRestore: false))];

    /// <summary>The words of the restore or publish command, with variables as $NAME and properties as -p:NAME=VALUE.</summary>
    public IReadOnlyList<string> Command(string stage) =>
    [
        .. Steps(Stage(stage)).Where(step => Kind(step) == "run").SelectMany(step => step.GetProperty("commands").EnumerateArray())
            .SelectMany(command => command.GetProperty("words").EnumerateArray()).Select(Word),
    ];

    public JsonElement Stage(string name) =>
        Plan.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("name").GetString() == name);

    /// <summary>Whether the ignore file lets a path of the context travel.</summary>
    public bool Travels(string path) => new IgnoreRules(IgnoreFile).LetTravel(path);

    private IEnumerable<JsonElement> StagesOfBuilder =>
        Plan.GetProperty("stages").EnumerateArray()
            .Where(stage => stage.GetProperty("name").GetString() is not ("base" or "publish" or "final"));

    private string Succeeded(string path)
    {
        result.Succeeded();
        return path;
    }

    private static IEnumerable<string> Copies(JsonElement stage, bool beforeRestore)
    {
        var isBefore = true;
        foreach (var step in Steps(stage))
        {
            isBefore &= Kind(step) != "run";
            if (Kind(step) == "copy" && step.GetProperty("from").GetString() == "" && isBefore == beforeRestore)
                foreach (var source in step.GetProperty("sources").EnumerateArray())
                    yield return source.GetString()!;
        }
    }

    private static IEnumerable<JsonElement> Steps(JsonElement stage) => stage.GetProperty("steps").EnumerateArray();

    private static string Kind(JsonElement element) => element.GetProperty("kind").GetString()!;

    private static string Word(JsonElement word) => Kind(word) switch
    {
        "variable" => "$" + word.GetProperty("name").GetString(),
        "property" => $"-p:{word.GetProperty("name").GetString()}={word.GetProperty("value").GetString()}",
        "optionalProperties" => $"${{{word.GetProperty("variable").GetString()}}}",
        "variableProperty" => $"-p:{word.GetProperty("name").GetString()}=${word.GetProperty("variable").GetString()}",
        _ => word.GetProperty("text").GetString()!,
    };
}
