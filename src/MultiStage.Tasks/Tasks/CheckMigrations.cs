using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Publishing;

namespace MultiStage.Tasks;

/// <summary>
/// Runs in the builder after the app is compiled: a bundle without migrations would succeed and do nothing, forever.
/// Errors: MST5401, MST5405.
/// </summary>
public sealed class CheckMigrations : ContainerTask
{
    /// <summary>The folder with the compiled app; relative to the project.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>Names of the contexts, with or without namespace, separated by '+'; empty for any.</summary>
    public string Contexts { get; set; } = "";

    private protected override void Run()
    {
        var folder = Path.GetFullPath(OutputFolder, Path.GetDirectoryName(ProjectFile)!);
        var files = Directory.GetFiles(folder, "*.dll");
        var found = files.SelectMany(MigrationTypes.ContextsIn).ToHashSet(StringComparer.Ordinal);
        var names = Contexts.Split('+', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 && found.Count == 0)
            throw new ContainerException(MigrationDiagnostics.NoMigrations, "The DbContext");
        foreach (var name in names.Where(name => !found.Any(context => MigrationTypes.IsCalled(context, name))))
            throw files.SelectMany(MigrationTypes.ClassesIn).Any(type => MigrationTypes.IsCalled(type, name))
                ? new ContainerException(MigrationDiagnostics.NoMigrations, $"The DbContext '{name}'")
                : new ContainerException(MigrationDiagnostics.NoContext, $"no class is called '{name}'");
    }
}
