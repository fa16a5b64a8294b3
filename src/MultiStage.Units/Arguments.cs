namespace MultiStage.Units;

/// <summary>
/// The command line: a command, projects, <c>-p:</c> as MSBuild has it, and <c>--NAME VALUE</c>.
/// Whatever has a usual place in a builder needs no word.
/// </summary>
internal sealed record Arguments(string Command, IReadOnlyList<string> Projects)
{
    /// <summary>Builds libraries and lays out what others need of them.</summary>
    public const string Build = "build";

    /// <summary>Builds and publishes the app.</summary>
    public const string Publish = "publish";

    /// <summary>Puts the real outputs in the place of those that stood in for them.</summary>
    public const string Assemble = "assemble";

    /// <summary>The plan of units.</summary>
    public string PlanPath { get; init; } = UnitFolders.Plan;

    /// <summary>The folder whose content is laid over the root: sources.</summary>
    public string Sources { get; init; } = UnitFolders.Sources;

    /// <summary>The folder with one folder for each group that was built before.</summary>
    public string References { get; init; } = UnitFolders.References;

    /// <summary>The folder with one folder for each group whose real outputs are wanted.</summary>
    public string Outputs { get; init; } = UnitFolders.Outputs;

    /// <summary>Where the results of the command go.</summary>
    public string Output { get; init; } = UnitFolders.Output;

    /// <summary>Properties for all units beside those of the plan, in the form of MSBuild's <c>-p</c>.</summary>
    public string Properties { get; init; } = "";

    /// <summary>Whether to print where the time goes.</summary>
    public bool ShowsTimes { get; init; }

    /// <exception cref="UnitException">A word is none that is known.</exception>
    public static Arguments Parse(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words[0] is not (Build or Publish or Assemble))
            throw new UnitException(UnitDiagnostics.UnitFailed, "",
                words.Count == 0 ? "it was given no command" : $"it has no command '{words[0]}'");
        var projects = new List<string>();
        var result = new Arguments(words[0], projects) { ShowsTimes = Environment.GetEnvironmentVariable("MULTISTAGE_TIMES") == "1" };
        for (var i = 1; i < words.Count; i++)
        {
            if (words[i].StartsWith("-p:", StringComparison.Ordinal))
            {
                result = result with { Properties = words[i][3..] };
                continue;
            }
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                projects.Add(words[i].Replace('\\', '/'));
                continue;
            }
            var value = i + 1 < words.Count
                ? words[++i]
                : throw new UnitException(UnitDiagnostics.UnitFailed, "", $"'{words[i]}' has no value");
            result = words[i - 1] switch
            {
                "--plan" => result with { PlanPath = Path.GetFullPath(value) },
                "--sources" => result with { Sources = Path.GetFullPath(value) },
                "--references" => result with { References = Path.GetFullPath(value) },
                "--outputs" => result with { Outputs = Path.GetFullPath(value) },
                "--output" => result with { Output = Path.GetFullPath(value) },
                _ => throw new UnitException(UnitDiagnostics.UnitFailed, "", $"it has no option '{words[i - 1]}'"),
            };
        }
        return result;
    }
}
