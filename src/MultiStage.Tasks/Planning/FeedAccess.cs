namespace MultiStage.Planning;

/// <summary>What a command of the builder needs that asks package feeds: NuGet's cache of downloads and the credentials.</summary>
internal sealed class FeedAccess
{
    /// <summary>The secret that holds feed credentials as a nuget.config.</summary>
    public const string NuGetSecret = "nugetconfig";

    // The machine-wide settings of NuGet are read from NuGet/Config below the folder that this variable names:
    // credentials reach restore that way without replacing the repository's own nuget.config.
    private const string NuGetSettingsVariable = "NUGET_COMMON_APPLICATION_DATA";
    private const string SecretFolder = "/run/secrets";

    private readonly ContainerOptions options;

    public FeedAccess(SolutionModel solution, ContainerOptions options)
    {
        this.options = options;
        var variables = Variables(KnownStages.Build).ToList();
        // Downloads are cached across builds; the unpacked packages stay in the layer, where the next step finds them
        // even after the cache is emptied, and where a remote cache can carry them. Builds at the same time get a cache
        // each: the locks of NuGet do not reach from one container into another.
        var mounts = new List<Mount> { new CacheMount("multistage-nuget-http", "/root/.local/share/NuGet/http-cache") };
        // Whether a feed of the repository may ask who is there.
        if (solution.RemoteFeeds.Count > 0 || options.Secrets.Any(secret => secret.Id == NuGetSecret))
        {
            mounts.Add(new SecretMount(NuGetSecret, $"{SecretFolder}/NuGet/Config/{NuGetSecret}.config"));
            variables.Add(new CommandVariable(NuGetSettingsVariable, SecretFolder));
        }
        // What nuget.config reads from the environment, unless the project gives the secret itself.
        foreach (var variable in solution.FeedVariables.Where(variable => !options.Secrets.Any(secret => secret.Variable == variable || secret.Id == variable)).Sorted())
        {
            mounts.Add(new SecretMount(variable, $"{SecretFolder}/{variable}"));
            variables.Add(new CommandVariable(variable, $"{SecretFolder}/{variable}", IsSecretFile: true));
        }
        mounts.AddRange(Secrets(KnownStages.Build));
        (Mounts, Environment) = (mounts, variables);
    }

    /// <summary>For the step that asks the feeds.</summary>
    public IReadOnlyList<Mount> Mounts { get; }

    /// <summary>For each of its commands.</summary>
    public IReadOnlyList<CommandVariable> Environment { get; }

    /// <summary>The project's own secrets for a stage.</summary>
    public IReadOnlyList<Mount> Secrets(string stage) =>
        [.. SecretsOf(stage).Select(secret => new SecretMount(secret.Id, $"{SecretFolder}/{secret.Id}", IsRequired: true))];

    /// <summary>The variables that the project's own secrets for a stage are seen in.</summary>
    public IReadOnlyList<CommandVariable> Variables(string stage) =>
        [.. SecretsOf(stage).Where(secret => secret.Variable.Length > 0)
            .Select(secret => new CommandVariable(secret.Variable, $"{SecretFolder}/{secret.Id}", IsSecretFile: true))];

    private IEnumerable<SecretOption> SecretsOf(string stage) =>
        options.Secrets.Where(secret => secret.Stage == stage && secret.Id != NuGetSecret).OrderBy(secret => secret.Id, StringComparer.Ordinal);
}
