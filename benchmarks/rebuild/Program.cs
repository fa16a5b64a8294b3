using System.Globalization;
using MultiStage.Benchmarks;
using MultiStage.Benchmarks.Report;
using MultiStage.Benchmarks.Rivals;
using MultiStage.Benchmarks.Solutions;

// report SNAPSHOT: writes docs/performance.md from a run that was kept.
if (args is ["report", var kept])
{
    Page.Write(Snapshot.Read(kept), kept, "docs");
    return 0;
}
// write PROJECTS FOLDER: a generated solution, to look at and to try things on.
if (args is ["write", var projects, var folder])
{
    new GeneratedSolution(int.Parse(projects, CultureInfo.InvariantCulture), Rich: false).Write(folder);
    return 0;
}

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
var scratch = Directory.CreateTempSubdirectory("multistage-rebuild-").FullName;
var packages = Path.Combine(scratch, "nuget");
Shell.Environment = new Dictionary<string, string>
{
    ["NUGET_PACKAGES"] = packages, ["XDG_CACHE_HOME"] = Path.Combine(scratch, "cache"), ["MSBUILDTERMINALLOGGER"] = "off",
};
var measurements = new List<Measurement>();
foreach (var size in settings.Sizes)
{
    var solution = new GeneratedSolution(size, settings.Rich);
    string Root(string rival) => Path.Combine(scratch, solution.Name, rival);
    Rival Make(string name) => name switch
    {
        "ours" => new PublishRival(name, Root(name), null, [], settings),
        "grouped" => new PublishRival(name, Root(name), null, ["-p:ContainerBuildStages=grouped"], settings),
        "sample" => new DockerfileRival(name, Root(name), scaffold: false, settings),
        "scaffold" => new DockerfileRival(name, Root(name), scaffold: true, settings),
        "embedded" => new PublishRival(name, Root(name), settings.Registry, [], settings),
        "inbox" => new InBoxRival(name, Root(name), settings.Registry),
        _ => throw new ArgumentException($"there is no rival {name}"),
    };
    measurements.AddRange(new Suite(solution, [.. settings.Rivals.Select(Make)], settings).Run());
}
var here = Environment.CurrentDirectory;
var commit = Shell.Run(new Command("git", ["rev-parse", "--short", "HEAD"], here)).Trim();
var engine = "Docker " + Shell.Run(new Command("docker", ["version", "--format", "{{.Server.Version}}"], here)).Trim();
var date = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
var path = Path.Combine(settings.Results, $"{date[..16].Replace(":", "", StringComparison.Ordinal)}-{commit}.json");
var snapshot = new Snapshot(commit, date, Environment.ProcessorCount, engine, Snapshot.Match(measurements), measurements);
snapshot.Write(path);
Page.Write(snapshot, path, "docs");
Console.WriteLine($"written: {path} and docs/performance.md; outputs {(snapshot.OutputsMatch ? "match" : "DIFFER")}");
Directory.Delete(scratch, recursive: true);
return snapshot.OutputsMatch ? 0 : 1;
