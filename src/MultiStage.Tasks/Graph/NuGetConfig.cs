using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using NuGet.Configuration;

namespace MultiStage.Graph;

/// <summary>One nuget.config as it stands: NuGet's own reader has replaced every <c>%NAME%</c> before anybody can see it.</summary>
internal sealed partial class NuGetConfig
{
    // What the builder has itself, or must not have from another machine.
    private static readonly HashSet<string> OfEveryMachine = new(StringComparer.OrdinalIgnoreCase)
    {
        "HOME", "PATH", "PWD", "TMPDIR", "SHELL", "HOSTNAME", "DOTNET_ROOT", "DOTNET_CLI_HOME", "NUGET_PACKAGES", "NUGET_SCRATCH",
        "NUGET_HTTP_CACHE_PATH", "NUGET_FALLBACK_PACKAGES", "NUGET_COMMON_APPLICATION_DATA",
    };

    // Where the packages lie must be the same for restore and publish: both read such a value as it stands.
    private static readonly string[] ProxyKeys = ["http_proxy", "http_proxy.user", "no_proxy"];

    private NuGetConfig()
    {
    }

    /// <summary>Absolute path.</summary>
    public required string File { get; init; }

    /// <summary>
    /// Every package source and fallback folder that the file adds, in its order; also those that a <c>clear</c> takes back.
    /// </summary>
    public required IReadOnlyList<NuGetFeed> Feeds { get; init; }

    /// <summary>Variables of the environment that feeds, credentials and proxies are made of.</summary>
    public required IReadOnlyList<FeedVariable> Variables { get; init; }

    /// <summary>Feeds whose password stands in the file for everybody to read.</summary>
    public required IReadOnlyList<string> ClearPasswords { get; init; }

    /// <summary>Whether the file takes back the sources of those above it, and of NuGet itself.</summary>
    public bool ClearsSources { get; private init; }

    /// <summary>The file; null when it is none that NuGet would read. Restore reports that with line and column.</summary>
    public static NuGetConfig? Read(string file)
    {
        try
        {
            var root = XDocument.Load(file).Root!;
            var settings = new Settings(Path.GetDirectoryName(file)!, Path.GetFileName(file));
            var enabled = new PackageSourceProvider(settings).LoadPackageSources().Where(source => source.IsEnabled)
                .Select(source => source.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var sources = Adds(root, "packageSources").Select(add => Feed(file, add, enabled.Contains(Key(add)))).ToList();
            var disabled = sources.Where(source => !source.IsEnabled).Select(source => source.Name)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            var fallback = Adds(root, "fallbackPackageFolders").Select(add => Feed(file, add, isEnabled: true) with { IsFallback = true });
            return new NuGetConfig
            {
                File = file,
                Feeds = [.. sources, .. fallback],
                Variables = [.. VariablesOf(root, file, disabled)],
                ClearPasswords = [.. ClearPasswordsOf(root)],
                ClearsSources = root.Elements("packageSources").Elements("clear").Any(),
            };
        }
        catch (Exception exception)
            when (exception is NuGetConfigurationException or XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static NuGetFeed Feed(string file, XElement add, bool isEnabled)
    {
        var text = Value(add);
        var value = Environment.ExpandEnvironmentVariables(text);
        // What a variable stands for is another thing on every machine, and must not decide what is generated.
        var hasOpenStart = text.StartsWith('%') && Names(text).Any();
        var isRemote = Scheme().IsMatch(value) && !value.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        return new NuGetFeed(Key(add), text, isEnabled)
        {
            IsRemote = isRemote || hasOpenStart,
            Folder = isRemote ? null : Local(value, Path.GetDirectoryName(file)!),
            IsRooted = !isRemote && (Path.IsPathRooted(value) || Scheme().IsMatch(value)),
        };
    }

    private static string? Local(string value, string folder)
    {
        try
        {
            var path = Scheme().IsMatch(value) ? new Uri(value).LocalPath : value.Replace('\\', Path.DirectorySeparatorChar);
            return path.Length == 0 ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, folder));
        }
        catch (Exception exception) when (exception is UriFormatException or ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<FeedVariable> VariablesOf(XElement root, string file, HashSet<string> disabled)
    {
        IEnumerable<(string Text, XElement Add, string Feed)> places =
        [
            .. Adds(root, "packageSources").Select(add => ($"the address of the feed '{Key(add)}'", add, Key(add))),
            .. Adds(root, "fallbackPackageFolders").Select(add => ($"the fallback folder '{Key(add)}'", add, "")),
            .. Adds(root, "config").Where(IsProxy).Select(add => ($"the setting '{Key(add)}'", add, "")),
            .. root.Elements("packageSourceCredentials").Elements().SelectMany(feed => feed.Elements("add")
                .Select(add => ($"the credentials of the feed '{NameOf(feed)}'", add, NameOf(feed)))),
        ];
        foreach (var place in places)
            foreach (var name in Names(Value(place.Add)))
                yield return new FeedVariable(name, place.Text, file, place.Feed, IsNeeded: !disabled.Contains(place.Feed));
    }

    private static IEnumerable<string> ClearPasswordsOf(XElement root) =>
        root.Elements("packageSourceCredentials").Elements()
            .Where(feed => feed.Elements("add").Any(IsClearPassword)).Select(NameOf)
            .Concat(root.Elements("clientCertificates").Elements()
                .Where(certificate => certificate.Attribute("clearTextPassword") is { } password && IsLiteral(password.Value))
                .Select(certificate => (string?)certificate.Attribute("packageSource") ?? ""));

    private static bool IsProxy(XElement add) => ProxyKeys.Contains(Key(add), StringComparer.OrdinalIgnoreCase);

    private static bool IsClearPassword(XElement add) =>
        Key(add).Equals("ClearTextPassword", StringComparison.OrdinalIgnoreCase) && IsLiteral(Value(add));

    // NuGet writes names that are no XML names in this form.
    private static string NameOf(XElement feed) => XmlConvert.DecodeName(feed.Name.LocalName)!;

    private static bool IsLiteral(string value) => value.Length > 0 && !Names(value).Any();

    /// <summary>The names between percent signs, but for those that every machine has and for the escapes of an address.</summary>
    private static IEnumerable<string> Names(string text) =>
        Variable().Matches(text).Select(match => match.Groups[1].Value)
            .Where(name => !OfEveryMachine.Contains(name) && !(text.Contains("://", StringComparison.Ordinal) && Escape().IsMatch(name)));

    private static IEnumerable<XElement> Adds(XElement root, string section) => root.Elements(section).Elements("add");

    private static string Key(XElement add) => (string?)add.Attribute("key") ?? "";

    private static string Value(XElement add) => (string?)add.Attribute("value") ?? "";

    [GeneratedRegex("%([A-Za-z_][A-Za-z0-9_]*)%")]
    private static partial Regex Variable();

    // "%C3%A4" is a letter in an address.
    [GeneratedRegex(@"^[A-Fa-f][0-9A-Fa-f]\z")]
    private static partial Regex Escape();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]+://")]
    private static partial Regex Scheme();
}

/// <summary>A package source or fallback folder of a nuget.config.</summary>
/// <param name="Text">The address as it stands in the file.</param>
/// <param name="IsEnabled">Whether NuGet asks it, as far as this file says.</param>
internal sealed record NuGetFeed(string Name, string Text, bool IsEnabled)
{
    /// <summary>Whether it is, or may be, on a server.</summary>
    public bool IsRemote { get; init; }

    /// <summary>The folder on this machine, absolute; null for a server.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether the folder is named from the root of this machine.</summary>
    public bool IsRooted { get; init; }

    public bool IsFallback { get; init; }

    /// <summary>The one gallery that everybody reads without a name.</summary>
    public bool IsPublicGallery =>
        Uri.TryCreate(Text, UriKind.Absolute, out var address) && address.Host.EndsWith(".nuget.org", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A variable of the environment that a nuget.config refers to.</summary>
/// <param name="Place">What is made of it, in words.</param>
/// <param name="File">The nuget.config, absolute.</param>
/// <param name="Feed">The feed that it belongs to; empty for none.</param>
/// <param name="IsNeeded">Whether a restore reads it, as far as this file says.</param>
internal sealed record FeedVariable(string Name, string Place, string File, string Feed, bool IsNeeded);
