namespace MultiStage.TestSupport;

/// <summary>
/// A repository of a user in a folder of its own, with the packed MultiStage.Sdk in artifacts/packages and an own folder
/// for unpacked packages, so that no test sees what another has left.
/// </summary>
public sealed class Workspace : IDisposable
{
    private static readonly Lazy<string> UnpackedPackages = new(PreparePackages);

    public Workspace(bool asRepository = true)
    {
        Folder = Directory.CreateTempSubdirectory("multistage-test-").FullName;
        CopyFolder(Checkout.Packages, Path("artifacts/packages"));
        if (asRepository)
            Directory.CreateDirectory(Path(".git"));
    }

    /// <summary>Absolute path of the workspace.</summary>
    public string Folder { get; }

    /// <summary>A path below the workspace.</summary>
    public string Path(string relative) => System.IO.Path.Combine(Folder, relative);

    /// <summary>Copies a sample to where it lies in the repository, sample-apps/NAME; returns its folder.</summary>
    public string AddSample(string name)
    {
        var folder = Path("sample-apps/" + name);
        CopyFolder(System.IO.Path.Combine(Checkout.Samples, name), folder);
        return folder;
    }

    /// <summary>A nuget.config in the workspace that adds the folder with the packed MultiStage.Sdk.</summary>
    public Workspace AddFeed() => Write("nuget.config", """
        <configuration>
          <packageSources>
            <add key="multistage-local" value="artifacts/packages" />
          </packageSources>
        </configuration>
        """);

    /// <summary>Writes a file of the workspace.</summary>
    public Workspace Write(string relative, string text)
    {
        var path = Path(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public string Read(string relative) => File.ReadAllText(Path(relative));

    /// <summary>The file below a project's obj/container that was written last: each instance of a project has a folder there.</summary>
    /// <param name="project">The project's folder, relative to the workspace.</param>
    /// <param name="name">The file or folder, relative to that of the instance.</param>
    public string Generated(string project, string name) =>
        Directory.EnumerateDirectories(Path(project + "/obj/container"), "net*").Select(folder => System.IO.Path.Combine(folder, name))
            .Where(System.IO.Path.Exists).MaxBy(File.GetLastWriteTimeUtc) ?? throw new FileNotFoundException(name);

    /// <summary>Runs dotnet below the workspace, on an engine if one is given.</summary>
    /// <param name="folder">Relative to the workspace.</param>
    public Task<CommandResult> DotNetAsync(string folder, IReadOnlyList<string> arguments, Engine? engine = null,
        IReadOnlyDictionary<string, string?>? environment = null, CancellationToken cancellation = default)
    {
        var variables = new Dictionary<string, string?>(engine?.Environment ?? new Dictionary<string, string?>());
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            variables[name] = value;
        return RunAsync(folder, "dotnet", arguments, variables, cancellation);
    }

    /// <summary>Runs a program below the workspace that may start dotnet.</summary>
    public Task<CommandResult> RunAsync(string folder, string program, IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null, CancellationToken cancellation = default)
    {
        var variables = new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = UnpackedPackages.Value,
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["MSBUILDTERMINALLOGGER"] = "off",
            // The test runner's own MSBuild must not show through.
            ["MSBUILD_EXE_PATH"] = null,
            ["MSBuildSDKsPath"] = null,
            ["MSBuildExtensionsPath"] = null,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            variables[name] = value;
        return CommandLine.RunAsync(program, arguments, Path(folder), variables, cancellation);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // Shared by the tests of one run, and without the package under test of an earlier run.
    private static string PreparePackages()
    {
        var folder = System.IO.Path.Combine(Checkout.Root, "artifacts", "test-nuget");
        var stale = System.IO.Path.Combine(folder, "multistage.sdk");
        if (Directory.Exists(stale))
            Directory.Delete(stale, recursive: true);
        return folder;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)), overwrite: true);
        foreach (var folder in Directory.EnumerateDirectories(from))
            if (System.IO.Path.GetFileName(folder) is not ("bin" or "obj"))
                CopyFolder(folder, System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder)));
    }
}
