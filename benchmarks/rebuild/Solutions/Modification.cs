using System.Globalization;

namespace MultiStage.Benchmarks.Solutions;

/// <summary>What changed in the sources since the build before. The names are those of the report.</summary>
internal enum Modification
{
    Nothing,
    App,
    Body,
    Api,
    Package,
}

/// <summary>
/// Changes a written solution. In one round all rivals get the same change of behaviour, so that their outputs can be compared,
/// and no two the same text, so that none takes from an engine's cache what another one has built.
/// </summary>
internal static class Modifications
{
    /// <summary>A sentence for the report.</summary>
    public static string Describe(this Modification modification) => modification switch
    {
        Modification.Nothing => "nothing changed",
        Modification.App => "edit the app",
        Modification.Body => "edit the body of a library in the middle",
        Modification.Api => "edit its public API",
        Modification.Package => "another version of a package",
        _ => throw new ArgumentOutOfRangeException(nameof(modification)),
    };

    public static void Apply(this Modification modification, string root, GeneratedSolution solution, int round, string rival)
    {
        var edit = round.ToString(CultureInfo.InvariantCulture);
        var mark = $"\n// {rival} {edit}\n";
        switch (modification)
        {
            case Modification.App:
                File.WriteAllText(Path.Combine(root, "src/App/Edit.cs"), GeneratedSolution.AppEdit(edit) + mark);
                break;
            case Modification.Body:
                File.WriteAllText(Path.Combine(root, "src", solution.Middle, "Body.cs"),
                    GeneratedSolution.Body(solution.Middle, edit) + mark);
                break;
            case Modification.Api:
                File.WriteAllText(Path.Combine(root, "src", solution.Middle, "Added.cs"),
                    $"namespace {solution.Middle};\n\npublic static class Added{edit}\n{{\n    public static int Value => {edit};\n}}\n{mark}");
                break;
            case Modification.Package:
                var path = Path.Combine(root, "Directory.Packages.props");
                var text = File.ReadAllText(path);
                File.WriteAllText(path, text.Contains("2.14.1", StringComparison.Ordinal)
                    ? text.Replace("2.14.1", "2.13.14", StringComparison.Ordinal)
                    : text.Replace("2.13.14", "2.14.1", StringComparison.Ordinal));
                break;
            case Modification.Nothing:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(modification));
        }
    }
}
