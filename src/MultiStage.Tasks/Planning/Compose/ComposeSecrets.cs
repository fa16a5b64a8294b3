using MultiStage.Diagnostics;

namespace MultiStage.Planning.Compose;

/// <summary>
/// Build secrets of all projects as secrets of the file. Projects that mean the same source share one; where the same id
/// means different sources, the service becomes a part of the name.
/// </summary>
internal sealed class ComposeSecrets
{
    private readonly IReadOnlyList<(string Service, ComposeSecretSource Source)> all;
    private readonly HashSet<string> shared;

    public ComposeSecrets(IReadOnlyList<(string Service, ComposeApp App)> apps)
    {
        all = [.. apps.SelectMany(pair => Used(pair.App).Select(source => (pair.Service, source)))];
        shared = all.GroupBy(pair => pair.Source.Id, StringComparer.Ordinal)
            .Where(group => group.Select(pair => pair.Source).Distinct().Count() == 1).Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The secrets of the file.</summary>
    public IReadOnlyList<ComposeSecret> Declared =>
    [
        .. all.Select(pair => new ComposeSecret(Name(pair.Service, pair.Source.Id), pair.Source.FromFile, pair.Source.FromVariable))
            .Distinct().OrderBy(secret => secret.Name, StringComparer.Ordinal),
    ];

    /// <summary>What the builds of one project see.</summary>
    public IReadOnlyList<ComposeSecretUse> Uses(string service) =>
    [
        .. all.Where(pair => pair.Service == service).Select(pair => new ComposeSecretUse(Name(service, pair.Source.Id), pair.Source.Id))
            .OrderBy(use => use.Id, StringComparer.Ordinal),
    ];

    private string Name(string service, string id) => shared.Contains(id) ? id : service + "-" + id;

    private static IEnumerable<ComposeSecretSource> Used(ComposeApp app)
    {
        // The SDK's own secret is mounted whether a project declares it or not.
        foreach (var id in app.Plan.SecretIds())
            if (app.Secrets.LastOrDefault(secret => secret.Id == id) is { } source)
                yield return source.FromFile.Length > 0 == source.FromVariable.Length > 0
                    ? throw new ContainerException(OptionDiagnostics.InvalidSecret, id, "it has both or neither of Source and Environment")
                    : source;
    }
}
