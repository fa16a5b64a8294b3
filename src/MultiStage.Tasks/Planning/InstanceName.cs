using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MultiStage.Planning.Builder;

namespace MultiStage.Planning;

/// <summary>
/// The name of the folder that one instance of a project has: <c>net10.0</c> for a publish as the project stands, with
/// configuration and platform behind it where the command line asks for others, and a hash for all else that reaches the
/// builder. So builds that differ keep what they have made; that two at once do not meet is not left to a name. The stage to
/// build is not in it: the file has all of them, and results of tests lie where they lie whoever asked for them.
/// </summary>
internal static partial class InstanceName
{
    private const string NoFramework = "any";

    /// <param name="framework"><c>TargetFramework</c>.</param>
    /// <param name="globalProperties">Global properties, as MSBuild has them.</param>
    public static string Of(string framework, IReadOnlyDictionary<string, string> globalProperties)
    {
        var properties = new Dictionary<string, string>(globalProperties, StringComparer.OrdinalIgnoreCase);
        string Value(string name) => properties.GetValueOrDefault(name, "");

        var parts = new List<string> { First(framework) };
        var rest = new List<string>();
        void Add(string value, string usual)
        {
            if (value.Length == 0 || value.Equals(usual, StringComparison.OrdinalIgnoreCase))
                return;
            if (Readable().IsMatch(value))
                parts.Add(value);
            else
                rest.Add(value);
        }
        Add(Value("Configuration"), "Release");
        var platforms = Value("ContainerRuntimeIdentifiers") is { Length: > 0 } several ? several : Value("ContainerRuntimeIdentifier");
        foreach (var platform in (platforms.Length > 0 ? platforms : Value("RuntimeIdentifier")).Split(';').Sorted())
            Add(platform, "");

        rest.AddRange(BuilderProperties.Repeated(properties).Select(property => property.Key + "=" + property.Value));
        if (rest.Count > 0)
            parts.Add(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rest.Sorted()))))[..8]);
        return string.Join('-', parts);
    }

    /// <summary>Whether a folder was named by <see cref="Of"/> for the framework, and so may be removed with it.</summary>
    public static bool IsOf(string framework, string name) =>
        name == First(framework)
        || name.StartsWith(First(framework) + "-", StringComparison.Ordinal) || Number()
            .IsMatch(Suffix(framework, name)) && name.StartsWith(First(framework), StringComparison.Ordinal);

    /// <summary>What a folder's name says beyond the framework: empty for a publish as the project stands.</summary>
    /// <param name="folder">Path of the folder, with either separator.</param>
    public static string Suffix(string framework, string folder)
    {
        var name = folder.Replace('\\', '/').TrimEnd('/');
        name = name[(name.LastIndexOf('/') + 1)..];
        return name.StartsWith(First(framework), StringComparison.Ordinal) ? name[First(framework).Length..] : name;
    }

    /// <summary>The folder beside those of the instances where the embedded engine has projects built.</summary>
    public const string BuilderFolder = "build";

    private static string First(string framework) => framework.Length > 0 ? framework : NoFramework;

    [GeneratedRegex(@"^\.[0-9]+\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,40}\z")]
    private static partial Regex Readable();
}
