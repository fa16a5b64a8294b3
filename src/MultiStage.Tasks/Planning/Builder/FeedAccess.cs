using MultiStage.Planning.Options;

namespace MultiStage.Planning.Builder;

/// <summary>What a command of the builder needs that asks package feeds: NuGet's cache of downloads and the credentials.</summary>
internal sealed class FeedAccess
{
    /// <summary>The secret that holds feed credentials as a nuget.config.</summary>
    public const string NuGetSecret = "nugetconfig";

    // The machine-wide settings of NuGet are read from NuGet/Config below the folder that this variable names:
    // credentials reach restore that way without replacing the repository's own nuget.config.
    private const string NuGetSettingsVariable = "NUGET_COMMON_APPLICATION_DATA";
    private static readonly ImagePath SecretFolder = ImagePath.Of("/run/secrets");

    private readonly ContainerOptions options;

    public FeedAccess(InputSet solution, ContainerOptions options)
    {
        this.options = options;
        var variables = new List<CommandVariable>();
        // Downloads are cached across builds; the unpacked packages stay in the layer, where the next step finds them
        // even after the cache is emptied, and where a remote cache can carry them. Builds at the same time get a cache
        // each: the locks of NuGet do not reach from one container into another.
        var mounts = new List<Mount> { new CacheMount("multistage-nuget-http", ImagePath.Of("/root/.local/share/NuGet/http-cache")) };
        // Whether a feed of the repository may ask who is there.
        if (solution.RemoteFeeds.Count > 0 || options.Secrets.Any(secret => secret.Id == NuGetSecret))
        {
            mounts.Add(new SecretMount(NuGetSecret, SecretFolder / $"NuGet/Config/{NuGetSecret}.config"));
            variables.Add(new CommandVariable(NuGetSettingsVariable, SecretFolder.Text));
        }
        // What nuget.config reads from the environment. The project may give the secret itself, under this or another id.
        var own = SecretsOf(KnownStages.Build).Where(secret => solution.FeedVariables.Contains(Given(secret))).ToList();
        foreach (var name in solution.FeedVariables.Except(own.Select(Given)).Sorted())
        {
            mounts.Add(MountOf(name));
            variables.Add(VariableOf(name, name));
        }
        Mounts = [.. mounts, .. Secrets(KnownStages.Build)];
        Environment =
        [
            .. Variables(KnownStages.Build),
            .. own.Where(secret => secret.Variable.Length == 0).Select(secret => VariableOf(secret.Id, secret.Id)),
            .. variables,
        ];
        // Some SDKs restore a project of their own while they publish. Where no feed asks for anything, they need nothing.
        var isPrivate = own.Count > 0 || variables.Count > 0;
        var forFeeds = isPrivate ? mounts.Concat(own.Select(secret => MountOf(secret.Id, isRequired: true))) : [];
        PublishMounts = [
            .. forFeeds.Concat(Secrets(KnownStages.Publish)).DistinctBy(mount => mount is SecretMount secret ? secret.Target.Text : "")];
        PublishEnvironment =
        [
            .. Variables(KnownStages.Publish).Concat(own.Select(secret => VariableOf(Given(secret), secret.Id))).Concat(variables)
                .DistinctBy(variable => variable.Name),
        ];
    }

    /// <summary>For the step that asks the feeds.</summary>
    public IReadOnlyList<Mount> Mounts { get; }

    /// <summary>For each of its commands.</summary>
    public IReadOnlyList<CommandVariable> Environment { get; }

    /// <summary>For the step that publishes: the project's secrets for it, and what private feeds need.</summary>
    public IReadOnlyList<Mount> PublishMounts { get; }

    /// <inheritdoc cref="PublishMounts"/>
    public IReadOnlyList<CommandVariable> PublishEnvironment { get; }

    /// <summary>The project's own secrets for a stage.</summary>
    public IReadOnlyList<Mount> Secrets(string stage) => [.. SecretsOf(stage).Select(secret => MountOf(secret.Id, isRequired: true))];

    /// <summary>The variables that the project's own secrets for a stage are seen in.</summary>
    public IReadOnlyList<CommandVariable> Variables(string stage) =>
        [.. SecretsOf(stage).Where(secret => secret.Variable.Length > 0).Select(secret => VariableOf(secret.Variable, secret.Id))];

    private static SecretMount MountOf(string id, bool isRequired = false) => new(id, SecretFolder / id, isRequired);

    private static CommandVariable VariableOf(string name, string id) => new(name, (SecretFolder / id).Text, IsSecretFile: true);

    // The variable that a secret of the project stands for.
    private static string Given(SecretOption secret) => secret.Variable.Length > 0 ? secret.Variable : secret.Id;

    private IEnumerable<SecretOption> SecretsOf(string stage) =>
        options.Secrets.Where(secret => secret.Stage == stage && secret.Id != NuGetSecret)
            .OrderBy(secret => secret.Id, StringComparer.Ordinal);
}
