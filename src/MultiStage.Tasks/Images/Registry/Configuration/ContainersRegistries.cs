using Tomlyn;
using Tomlyn.Model;

namespace MultiStage.Images;

/// <summary>What <c>registries.conf</c> of the containers tools (podman, buildah, skopeo) calls insecure.</summary>
internal static class ContainersRegistries
{
    /// <summary>
    /// The places in the order of the file: a host, a host with a path, or <c>*.</c> with a domain. Null when the text is no
    /// TOML; the tools do not take such a file either.
    /// </summary>
    public static IReadOnlyList<string>? Insecure(string text) => MayName(text) ? Read(text) : [];

    // The library takes longer to start than a publish has to spare, and most files name no insecure registry. Outside of
    // comments, the key stands there as it is, or with an escape in quotes; in a text of several lines, # begins no comment.
    private static bool MayName(string text)
    {
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start) is var found and >= 0 ? found : text.Length;
            var line = text.AsSpan(start, end - start).TrimStart();
            if (line.Length > 0 && line[0] != '#' && (Has(line, "insecure") || Has(line, "\\") || Has(line, "\"\"\"") || Has(line, "'''")))
                return true;
        }
        return false;

        static bool Has(ReadOnlySpan<char> line, string sign) => line.Contains(sign, StringComparison.Ordinal);
    }

    // Apart, as the library is loaded when the method is.
    private static IReadOnlyList<string>? Read(string text) =>
        TomlSerializer.TryDeserialize<TomlTable>(text, out var root) && root is not null
            ? [.. OfFirstVersion(root), .. Places(root)]
            : null;

    private static IEnumerable<string> Places(TomlTable root) =>
        Tables(root, "registry").SelectMany(registry => Tables(registry, "mirror").Prepend(registry))
            .Where(table => Value(table, "insecure") is true)
            .Select(table => (Value(table, "location") ?? Value(table, "prefix")) as string ?? "")
            .Where(place => place.Length > 0);

    // It had a list per purpose, in which some write a URL.
    private static IEnumerable<string> OfFirstVersion(TomlTable root) =>
        Value(root, "registries") is TomlTable lists && Value(lists, "insecure") is TomlTable list
            && Value(list, "registries") is TomlArray names
            ? names.OfType<string>().Select(InsecureRegistries.Host)
            : [];

    // [[name]] or name = [{ … }].
    private static IEnumerable<TomlTable> Tables(TomlTable table, string name) => Value(table, name) switch
    {
        TomlTableArray tables => tables,
        TomlArray values => values.OfType<TomlTable>(),
        _ => [],
    };

    private static object? Value(TomlTable table, string name) => table.TryGetValue(name, out var value) ? value : null;
}
