using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiStage.Model;

/// <summary>The grammar of names of images: OCI distribution-spec 1.1 "Pulling manifests", which all engines share.</summary>
internal static partial class ImageGrammar
{
    private const int LongestName = 1024, LongestRepository = 255;

    /// <summary>Whether the text can stand behind the colon of a name.</summary>
    public static bool IsTag(string text) => Tag().IsMatch(text);

    /// <summary>Whether the text can stand between registry and tag.</summary>
    public static bool IsRepository(string text) => Repository().IsMatch(text);

    /// <summary>What is wrong with a name; empty for nothing.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="registry">Its parts; null here and below for one that is not there.</param>
    public static string Problem(string text, string? registry, string repository, string? tag) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "it is empty",
        _ when text.Length > LongestName => $"it is longer than {LongestName} characters",
        _ when text.Contains("://", StringComparison.Ordinal) => "it has a scheme",
        _ when registry is not null && !(Registry().IsMatch(registry) && HasValidPort(registry)) => $"'{registry}' is not a registry host",
        _ when tag is not null && !IsTag(tag) => $"'{tag}' is not a tag",
        _ when repository.Length == 0 => "it has no repository",
        _ when repository.Length > LongestRepository => $"the repository is longer than {LongestRepository} characters",
        _ when IsRepository(repository) => "",
        _ when repository.Any(char.IsUpper) => "the repository has upper-case letters",
        _ => $"'{repository}' is not a repository",
    };

    private static bool HasValidPort(string registry)
    {
        var colon = registry.LastIndexOf(':');
        return colon < 0 || registry.EndsWith(']')
            || (int.TryParse(registry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && port is > 0 and < 65536);
    }

    private const string HostPart = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
    private const string PathPart = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";

    [GeneratedRegex($@"\A(?:{HostPart}(?:\.{HostPart})*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{{1,5}})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Registry();

    [GeneratedRegex($@"\A{PathPart}(?:/{PathPart})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Repository();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
