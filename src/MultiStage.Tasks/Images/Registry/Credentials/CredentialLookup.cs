namespace MultiStage.Images;

/// <summary>
/// Finds credentials in the order: the variables of .NET's own container targets, <c>REGISTRY_AUTH_FILE</c>,
/// <c>$XDG_RUNTIME_DIR/containers/auth.json</c>, <c>$XDG_CONFIG_HOME/containers/auth.json</c>,
/// <c>$DOCKER_CONFIG/config.json</c> or <c>~/.docker/config.json</c>. The first that knows the registry wins.
/// </summary>
internal sealed class CredentialLookup(RegistryOptions options, RegistrySecrets secrets, ICredentialHelper? helper = null)
{
    private readonly ICredentialHelper helper = helper ?? new CredentialHelperProcess(options);

    /// <returns>The credentials, or null to go on without.</returns>
    /// <exception cref="ImageException">MST4109 or MST4110 when a source exists but cannot be used.</exception>
    public async Task<RegistryCredential?> FindAsync(string registry, string repository, RegistryRole role,
        CancellationToken cancellationToken)
    {
        var found = FromEnvironment(role);
        foreach (var path in found is null ? AuthFiles() : [])
        {
            if (!File.Exists(path))
                continue;
            found = await FromFileAsync(AuthFile.Load(path), registry, repository, cancellationToken).ConfigureAwait(false);
            if (found is not null)
                break;
        }
        if (found is not null)
        {
            secrets.Add(found.Password);
            secrets.Add(found.IdentityToken);
            secrets.Add(found.User + ":" + found.Password);
        }
        return found;
    }

    /// <summary>The files to look at, in order; they need not exist.</summary>
    public IReadOnlyList<string> AuthFiles()
    {
        var files = new List<string>();
        if (Variable("REGISTRY_AUTH_FILE") is { } explicitFile)
            files.Add(explicitFile);
        if (Variable("XDG_RUNTIME_DIR") is { } runtime)
            files.Add(Path.Combine(runtime, "containers", "auth.json"));
        var home = Variable("HOME") ?? Variable("USERPROFILE");
        if ((Variable("XDG_CONFIG_HOME") ?? (home is null ? null : Path.Combine(home, ".config"))) is { } config)
            files.Add(Path.Combine(config, "containers", "auth.json"));
        if ((Variable("DOCKER_CONFIG") ?? (home is null ? null : Path.Combine(home, ".docker"))) is { } docker)
            files.Add(Path.Combine(docker, "config.json"));
        return files;
    }

    private RegistryCredential? FromEnvironment(RegistryRole role)
    {
        var infix = role == RegistryRole.Push ? "PUSH_" : "PULL_";
        foreach (var prefix in (ReadOnlySpan<string>)["DOTNET_CONTAINER_" + infix + "REGISTRY", "DOTNET_CONTAINER_REGISTRY",
            "SDK_CONTAINER_REGISTRY"])
        {
            if (Variable(prefix + "_UNAME") is { } user && Variable(prefix + "_PWORD") is { } password)
                return Credential(user, password, $"the variables {prefix}_UNAME and {prefix}_PWORD");
        }
        return null;
    }

    private async Task<RegistryCredential?> FromFileAsync(AuthFile file, string registry, string repository,
        CancellationToken cancellationToken)
    {
        if (file.HelperFor(registry) is { } name)
        {
            var answer = await helper.GetAsync(name, AuthFile.HelperKey(registry), cancellationToken).ConfigureAwait(false);
            if (answer is var (user, secret))
                return Credential(user, secret, $"the credential helper {name}");
        }
        return file.Find(registry, repository);
    }

    // Helpers of some cloud registries mark a refresh token with this name.
    private static RegistryCredential Credential(string user, string secret, string source) =>
        user == "<token>" ? new RegistryCredential("", "", secret, source) : new RegistryCredential(user, secret, null, source);

    private string? Variable(string name) => options.Environment(name) is { Length: > 0 } value ? value : null;
}
