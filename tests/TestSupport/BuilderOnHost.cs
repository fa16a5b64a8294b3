using System.Text.RegularExpressions;

namespace MultiStage.TestSupport;

/// <summary>
/// Follows the build and publish stages of a generated Dockerfile on this machine, in an empty folder, with nothing but what
/// the ignore file lets travel. No engine, and yet a missing input is a failure.
/// </summary>
public sealed class BuilderOnHost : IDisposable
{
    private readonly Workspace builder = new(asRepository: false);
    private readonly Repository repository;
    private readonly IgnoreRules rules;
    private readonly string dockerfile;

    private BuilderOnHost(Repository repository, Generation generation)
    {
        this.repository = repository;
        rules = new IgnoreRules(generation.IgnoreFile);
        dockerfile = generation.Dockerfile.Replace("\\\n", " ", StringComparison.Ordinal);
    }

    /// <summary>Absolute paths of the published files' layers.</summary>
    public string Out => builder.Path("out");

    /// <summary>Where the sources are.</summary>
    public string Source => builder.Path("src");

    /// <summary>Everything that was published, without its layer, sorted.</summary>
    public IReadOnlyList<string> PublishedFiles =>
    [
        .. Directory.GetDirectories(Out)
            .SelectMany(
                layer => Directory.EnumerateFiles(layer, "*", SearchOption.AllDirectories)
                    .Select(file => System.IO.Path.GetRelativePath(layer, file)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Runs restore and publish as the Dockerfile says.</summary>
    public static async Task<BuilderOnHost> RunAsync(Repository repository, Generation generation)
    {
        var run = new BuilderOnHost(repository, generation);
        Directory.CreateDirectory(run.Source);
        foreach (var line in run.dockerfile.Split('\n'))
        {
            if (line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from=", StringComparison.Ordinal))
                run.Copy(line[5..].Trim());
            else if (line.StartsWith("RUN ", StringComparison.Ordinal))
                await run.CommandAsync(Regex.Replace(line[4..], @"--mount=\S+\s+", ""));
        }
        return run;
    }

    public void Dispose() => builder.Dispose();

    private async Task CommandAsync(string command)
    {
        var script = command.Trim().Replace("/out/", Out + "/", StringComparison.Ordinal);
        (await builder.RunAsync("src", "sh", ["-ec", script], new Dictionary<string, string?>
        {
            ["BUILD_CONFIGURATION"] = "Release",
            ["TARGETARCH"] = "amd64",
        })).Succeeded();
    }

    private void Copy(string arguments)
    {
        var words = arguments.StartsWith('[')
            ? [.. System.Text.Json.JsonSerializer.Deserialize<string[]>(arguments)!.Select(Unescape)]
            : arguments.Split(' ');
        foreach (var source in words[..^1])
        {
            var isFolder = source.EndsWith('/');
            var relative = source is "./" ? "" : source.TrimEnd('/');
            var matches = Directory.EnumerateFiles(repository.Folder, "*", SearchOption.AllDirectories)
                .Select(file => System.IO.Path.GetRelativePath(repository.Folder, file))
                .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal) && rules.LetTravel(file))
                .Where(file =>
                    isFolder ? relative.Length == 0 || file.StartsWith(relative + "/", StringComparison.Ordinal) : file == relative)
                .ToList();
            if (matches.Count == 0)
                throw new InvalidOperationException($"COPY {arguments}: '{source}' is not in the context.");
            foreach (var file in matches)
            {
                var name = isFolder
                    ? System.IO.Path.GetRelativePath(relative.Length == 0 ? "." : relative, file)
                    : System.IO.Path.GetFileName(file);
                var target = System.IO.Path.Combine(Source, words[^1], name);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                File.Copy(System.IO.Path.Combine(repository.Folder, file), target, overwrite: true);
            }
        }
    }

    // BuildKit's lexer takes backslashes away, then the pattern matcher reads classes of one character.
    private static string Unescape(string word) =>
        Regex.Replace(Regex.Replace(word, @"\\(.)", "$1"), @"\[(.)\]", "$1");
}
