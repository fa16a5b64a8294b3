using FsCheck;
using FsCheck.Fluent;
using MultiStage.Planning.Options;

namespace MultiStage.UnitTests.Support;

/// <summary>Models of solutions, small and arbitrary.</summary>
internal static class Models
{
    public const string AspNet = "mcr.microsoft.com/dotnet/aspnet:10.0";

    public static ContainerOptions Options => new() { BaseImage = AspNet };

    public static PublishModel Publish => new() { AssemblyName = "Hello", TargetFramework = "net10.0", SdkVersion = "10.0.401" };

    /// <summary>One web project with one file.</summary>
    public static SolutionModel Web => Solution(ProjectAt("src/Hello/Hello.csproj", "Program.cs"));

    /// <summary>The first project is the one that is published.</summary>
    public static SolutionModel Solution(params IReadOnlyList<ProjectModel> projects) => new()
    {
        Project = projects[0].Path,
        Projects = projects,
        Publish = Publish with { AssemblyName = projects[0].Path.NameWithoutExtension },
    };

    /// <param name="files">Names below the project's folder.</param>
    public static ProjectModel ProjectAt(string path, params string[] files)
    {
        var folder = path.Contains('/') ? path[..(path.LastIndexOf('/') + 1)] : "";
        return new ProjectModel
        {
            Path = InContext(path),
            RestoreInputs = [InContext(path)],
            Files = [.. InContext(files.Select(file => folder + file))],
            ExcludedFolders = [InContext(folder + "bin"), InContext(folder + "obj")],
        };
    }

    /// <summary>Solutions with up to six projects in folders of all names.</summary>
    public static Gen<SolutionModel> Any { get; } =
        from count in Gen.Choose(1, 6)
        from folders in Gen.ArrayOf(Generators.FilePath, count)
        from names in Gen.ArrayOf(Generators.FileName, count * 3)
        from shared in Generators.FilePath.ListOf()
        from flags in Gen.ArrayOf(Gen.Choose(0, 1), 12)
        select Create(folders, names, [.. shared], [.. flags.Select(flag => flag == 1)]);

    /// <summary>Options with every list filled at random.</summary>
    public static Gen<ContainerOptions> AnyOptions { get; } =
        from environment in Generators.Pairs(Generators.EnvironmentName, Generators.Text)
        from labels in Generators.Pairs(Generators.LabelName, Generators.Text)
        from properties in Generators.Pairs(Gen.Elements("A", "B", "Version", "Platform", "DefineConstants"), Generators.Text)
        from arguments in Generators.Pairs(Gen.Elements("A", "B_1", "TOKEN_FILE", "_c"), Generators.Text)
        from ports in Gen.Choose(1, 65535).Zip(Gen.Elements("", "tcp", "udp", "TCP")).ListOf()
        from secrets in Gen.Elements("key", "nugetconfig", "a.b", "x_1").Zip(Gen.Elements("build", "publish")).ListOf()
        from words in Generators.Text.ListOf()
        from user in Gen.Elements("", "app", "1000:1000", "o'neil", "$x")
        select Models.Options with
        {
            Environment = environment,
            Labels = labels,
            Properties = properties,
            BuildArguments = arguments,
            Ports = [.. ports.Select(port => new PortOption($"{port.Item1}", port.Item2))],
            Secrets = [
                .. secrets.DistinctBy(secret => secret.Item1)
                    .Select(secret => new SecretOption(secret.Item1, secret.Item2, secret.Item1 == "key" ? "KEY" : ""))],
            Command = new CommandOptions { DefaultArgs = [.. words] },
            User = user,
        };

    /// <summary>The same solution with every list in another order.</summary>
    public static SolutionModel Shuffled(this SolutionModel solution, int seed) => solution with
    {
        Projects = solution.Projects.Shuffled(seed).Select(project => project with
        {
            RestoreInputs = project.RestoreInputs.Shuffled(seed + 1),
            Files = project.Files.Shuffled(seed + 2),
            LinkedFiles = project.LinkedFiles.Shuffled(seed + 3),
            ExcludedFolders = project.ExcludedFolders.Shuffled(seed + 4),
        }).ToList(),
        SharedInputs = solution.SharedInputs.Shuffled(seed + 5),
        FeedFolders = solution.FeedFolders.Shuffled(seed + 6),
        InputFolders = solution.InputFolders.Shuffled(seed + 10),
        Markers = solution.Markers.Shuffled(seed + 11),
        MarkerFolders = solution.MarkerFolders.Shuffled(seed + 12),
        NeededTools = solution.NeededTools.Shuffled(seed + 13),
        RemoteFeeds = solution.RemoteFeeds.Shuffled(seed + 7),
        FeedVariables = solution.FeedVariables.Shuffled(seed + 8),
        Publish = solution.Publish with { RuntimeIdentifiers = solution.Publish.RuntimeIdentifiers.Shuffled(seed + 9) },
    };

    /// <summary>The same options with every list in another order whose order means nothing.</summary>
    public static ContainerOptions Shuffled(this ContainerOptions options, int seed) => options with
    {
        Ports = options.Ports.Shuffled(seed),
        Environment = options.Environment.Shuffled(seed + 1),
        Labels = options.Labels.Shuffled(seed + 2),
        Secrets = options.Secrets.Shuffled(seed + 3),
        BuildArguments = options.BuildArguments.Shuffled(seed + 4),
        Properties = options.Properties.Shuffled(seed + 5),
    };

    // Each pattern that leaves something behind, as a file and as a folder.
    private static string LeftBehindFile(string name, int index) => (index % 9) switch
    {
        0 => name + ".user",
        1 => "node_modules/" + name,
        2 => "data/Dockerfile.d/" + name,
        3 => "x.user/" + name,
        4 => "bin/" + name,
        5 => "deploy/docker-compose.dev.yml",
        6 => ".hidden/node_modules/" + name,
        7 => "obj/compose.yaml/" + name,
        _ => "Dockerfile",
    };

    private static SolutionModel Create(string[] folders, string[] names, string[] shared, bool[] flags)
    {
        var roots = folders.Select((folder, index) => $"{folder}/p{index}").ToArray();
        var projects = roots.Select((folder, index) => new ProjectModel
        {
            Path = InContext($"{folder}/{names[index]}.csproj"),
            RestoreInputs = [InContext($"{folder}/{names[index]}.csproj"),
                .. InContext(flags[0] ? new[] { $"{folder}/packages.lock.json" } : []),
                .. InContext(shared.Take(2).Select(file => "shared-in/" + file)),
                    InContext($"props/{LeftBehindFile(names[index], index + 5)}")],
            Files = [InContext($"{folder}/{LeftBehindFile(names[^(index + 1)], index)}"), InContext($"{folder}/Program.cs"),
                InContext($"{folder}/wwwroot/{names[^(index + 1)]}"), InContext($"{folder}/.config/{names[index]}")],
            LinkedFiles = flags[1]
                ? [InContext($"linked/{LeftBehindFile(names[index], index + 3)}"), InContext($"linked/{names[index]}/Link.cs"),
                    InContext($"{roots[0]}/Program.cs")]
                : [],
            ExcludedFolders = [InContext($"{folder}/bin"), InContext($"{folder}/obj"),
                .. InContext(flags[2] ? new[] { $"{folder}/tests" } : [])],
            HasPackages = flags[3] && index > 0,
            UsesLockFile = flags[4],
            NeedsAspNetCore = flags[5],
        }).ToList();
        return new SolutionModel
        {
            Project = projects[0].Path,
            Projects = projects,
            SharedInputs = [.. InContext(shared.Select(file => "top/" + file)), InContext("global.json"),
                InContext(".config/dotnet-tools.json")],
            FeedFolders = flags[6]
                ? [InContext("artifacts/packages"), InContext(".feeds/a"), InContext("artifacts/packages/inner"), InContext("x.user/feed"),
                    InContext("node_modules/feed"), InContext("Dockerfile.d/feed")]
                : [],
            InputFolders = flags[8] ? [InContext("schemas/node_modules")] : [],
            Markers = flags[9] ? [InContext(".git/HEAD"), InContext("Acme.slnx")] : [],
            MarkerFolders = flags[10] ? [InContext("eng")] : [],
            RemoteFeeds = flags[7] ? ["one", "two"] : [],
            FeedVariables = flags[8] ? ["FEED_USER", "FEED_KEY"] : [],
            Publish = Publish with { IsSelfContained = flags[9], IsMultiTargeting = flags[10], IsSingleFile = flags[11] && flags[9],
                AssemblyName = names[0] },
        };
    }
}
