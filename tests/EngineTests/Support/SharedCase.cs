using System.Security.Cryptography;

namespace MultiStage.EngineTests;

/// <summary>A tree below tests/cases: what is asked of it.</summary>
/// <param name="Project">Relative to the tree.</param>
/// <param name="Words">What the app says, beside all else.</param>
internal sealed record SharedCaseFacts(string Name, string Project, string Words)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>dotnet commands that a user has called before.</summary>
    public IReadOnlyList<string> Preparation { get; init; } = [];

    /// <summary>A package that a feed of its own has, whose address is in ACME_FEED.</summary>
    public string FeedPackage { get; init; } = "";

    /// <summary>Packages that lie in the folder feed, the only source of Paket: it does not know the feeds of this machine.</summary>
    public IReadOnlyList<string> FolderFeed { get; init; } = [];

    /// <summary>Packages are unpacked where the tree says, and not in the folder of the tests.</summary>
    public bool KeepsPackages { get; init; }

    /// <summary>Where the app lies in the image.</summary>
    public string Folder { get; init; } = "app";

    /// <summary>Engines with which paths that cannot be mapped are in the assemblies; names and words are compared all the same.</summary>
    public IReadOnlyList<string> OtherBytes { get; init; } = [];

    /// <summary>The code in the engine that compiles in a builder; the other sees the whole tree.</summary>
    public string CodeInBuilder { get; init; } = "";
}

/// <summary>What <c>dotnet publish</c> leaves.</summary>
/// <param name="Hashes">By path, where the platform is named.</param>
/// <param name="Words">What the app says.</param>
internal sealed record PlainPublish(IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Hashes, string Words);

/// <summary>The tree of a case in a repository of its own.</summary>
internal sealed class SharedCase : IDisposable
{
    private readonly SharedCaseFacts facts;
    private readonly NuGetServer? feed;

    private SharedCase(SharedCaseFacts facts, NuGetServer? feed)
    {
        (this.facts, this.feed) = (facts, feed);
        Copy(Path.Combine(Checkout.Root, "tests", "cases", facts.Name), Workspace.Folder);
        if (File.Exists(Workspace.Path("nuget.config")))
            Copy(Checkout.Packages, Workspace.Path("feed"));
        else
            Workspace.AddFeed();
        var variables = new Dictionary<string, string?> { ["ACME_FEED"] = feed is null ? null : feed.Url + "/v3" };
        // NuGet takes plain HTTP only when the file says so.
        if (feed is not null)
            Workspace.Write("nuget.config", Workspace.Read("nuget.config")
                .Replace("index.json\"", "index.json\" allowInsecureConnections=\"true\"", StringComparison.Ordinal));
        if (facts.KeepsPackages)
            variables["NUGET_PACKAGES"] = null;
        Environment = variables;
    }

    public Workspace Workspace { get; } = new();

    public string ProjectFolder => Path.GetDirectoryName(facts.Project)!;

    public IReadOnlyDictionary<string, string?> Environment { get; }

    public static async Task<SharedCase> OpenAsync(SharedCaseFacts facts)
    {
        var package = facts.FeedPackage.Split('/');
        var tree = new SharedCase(facts, package.Length == 2
            ? new NuGetServer(package[0], await NuGetServer.FromFeedAsync(package[0], package[1]), package[1])
            : null);
        foreach (var id in facts.FolderFeed.Select(id => id.Split('/')))
        {
            Directory.CreateDirectory(tree.Workspace.Path("feed"));
            await File.WriteAllBytesAsync(tree.Workspace.Path($"feed/{id[0]}.{id[1]}.nupkg"),
                await NuGetServer.FromFeedAsync(id[0], id[1]));
        }
        foreach (var file in facts.FolderFeed.Count > 0 ? ["paket.dependencies", "paket.lock"] : Array.Empty<string>())
            tree.Workspace.Write(file,
                tree.Workspace.Read(file).Replace("https://www.nuget.org/api/v2/", "./feed", StringComparison.Ordinal));
        foreach (var command in facts.Preparation)
            (await tree.Workspace.DotNetAsync("", command.Split(' '))).Succeeded();
        return tree;
    }

    /// <summary>
    /// Plain publishes of copies of the tree. For the bytes one is told what a builder names: the platform, the paths of
    /// sources, which the compiler writes into assemblies, and that it is a container.
    /// </summary>
    public static async Task<PlainPublish> PublishPlainAsync(SharedCaseFacts facts)
    {
        using var output = new Workspace();
        var (plain, same) = (output.Path("plain"), output.Path("same"));
        using (var tree = await OpenAsync(facts))
            (await tree.PublishAsync(plain, tree.Environment)).Succeeded();
        using (var tree = await OpenAsync(facts))
            (await tree.PublishAsync(same, new Dictionary<string, string?>(tree.Environment) { ["DOTNET_RUNNING_IN_CONTAINER"] = "true" },
                "-a", "x64", "--self-contained", "false", $"-p:PathMap={tree.Workspace.Folder}=/src")).Succeeded();
        return new PlainPublish(
            [.. Directory.EnumerateFiles(plain, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(plain, file))],
            Directory.EnumerateFiles(same, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(same, file),
                file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
            (await output.DotNetAsync("", [Path.Combine(plain, "App.dll")])).Succeeded().Output);
    }

    public void Dispose()
    {
        feed?.Dispose();
        Workspace.Dispose();
    }

    private Task<CommandResult> PublishAsync(string output, IReadOnlyDictionary<string, string?> environment,
        params string[] arguments) => Workspace.DotNetAsync("",
        ["publish", facts.Project, "-c", "Release", "-o", output, .. arguments, .. facts.Arguments], environment: environment);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
