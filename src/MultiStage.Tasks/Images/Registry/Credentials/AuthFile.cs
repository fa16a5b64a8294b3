using System.Text;
using System.Text.Json.Nodes;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>docker's <c>config.json</c>, or podman's <c>auth.json</c>, which has the same form.</summary>
internal sealed class AuthFile
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const string HubKey = "https://index.docker.io/v1/";
    private readonly JsonObject json;
    private readonly string path;

    private AuthFile(JsonObject json, string path) => (this.json, this.path) = (json, path);

    public static AuthFile Load(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new ImageException(ImageDiagnostics.InvalidAuthFile, path, $"it is larger than {BoundedRead.Size(MaxBytes)}");
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(ImageDiagnostics.InvalidAuthFile, e, path, "it cannot be opened");
        }
    }

    /// <param name="content">The file's bytes; an empty file is an empty object, as podman makes them.</param>
    /// <param name="path">For messages.</param>
    public static AuthFile Parse(ReadOnlySpan<byte> content, string path)
    {
        if (content.StartsWith("\uFEFF"u8))
            content = content[3..];
        return new AuthFile(
            content.Trim(" \t\r\n"u8).IsEmpty ? [] : StrictJson.ParseObject(content, ImageDiagnostics.InvalidAuthFile, path), path);
    }

    /// <summary>The name of the helper that keeps a registry's credentials, or null.</summary>
    public string? HelperFor(string registry)
    {
        foreach (var key in Keys(registry))
        {
            if (json.Object("credHelpers").String(key) is { } own)
                return own.Length == 0 ? null : own;
        }
        return json.String("credsStore") is { Length: > 0 } store ? store : null;
    }

    /// <summary>The key that helpers store a registry under.</summary>
    public static string HelperKey(string registry) => registry == ImageReference.DefaultRegistry ? HubKey : registry;

    /// <summary>The credentials in the file itself. podman also stores them per repository: the longest match wins.</summary>
    public RegistryCredential? Find(string registry, string repository)
    {
        var auths = json.Object("auths");
        if (auths is null)
            return null;
        for (var name = registry + "/" + repository; name != registry; name = name[..name.LastIndexOf('/')])
        {
            if (auths.Object(name) is { } own && Read(own, name) is { } specific)
                return specific;
        }
        var keys = Keys(registry).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in auths)
        {
            if (value is JsonObject entry && (keys.Contains(key) || keys.Contains(Host(key))) && Read(entry, key) is { } credential)
                return credential;
        }
        return null;
    }

    private RegistryCredential? Read(JsonObject entry, string key)
    {
        var (user, password) = (entry.String("username") ?? "", entry.String("password") ?? "");
        if (entry.String("auth") is { Length: > 0 } auth)
        {
            var decoded = Decode(auth, key);
            var colon = decoded.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                throw new ImageException(ImageDiagnostics.InvalidAuthFile, path, $"'auth' of '{Printable.Of(key)}' has no colon");
            // Old docker padded the text with zero characters.
            (user, password) = (decoded[..colon], decoded[(colon + 1)..].TrimEnd('\0'));
        }
        var identity = entry.String("identitytoken") is { Length: > 0 } token ? token : null;
        return identity is null && user.Length == 0 && password.Length == 0 ? null : new RegistryCredential(user, password, identity, path);
    }

    private string Decode(string auth, string key)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(auth));
        }
        catch (FormatException)
        {
            throw new ImageException(ImageDiagnostics.InvalidAuthFile, path, $"'auth' of '{Printable.Of(key)}' is not base64");
        }
    }

    // Docker Hub has had many names; the first is the one that 'docker login' writes.
    private static IEnumerable<string> Keys(string registry) =>
        registry == ImageReference.DefaultRegistry ? [HubKey, "docker.io", "index.docker.io", "registry-1.docker.io"] : [registry];

    // Old files have URLs as keys: "https://registry.example.com/v1/".
    private static string Host(string key)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return key;
        var rest = key[(scheme + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? rest : rest[..slash];
    }
}
