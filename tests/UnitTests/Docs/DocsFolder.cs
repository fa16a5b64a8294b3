namespace MultiStage.UnitTests.Docs;

/// <summary>The Markdown files of the repository.</summary>
internal static class DocsFolder
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Diagnostics => Path.Combine(Root, "docs", "diagnostics");

    /// <summary>README, CONTRIBUTING, CHANGELOG, everything below docs/ and the samples' pages; absolute.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.md"),
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(Path.Combine(Root, "benchmarks"), "*.md"),
        .. Directory.EnumerateDirectories(Path.Combine(Root, "sample-apps")).SelectMany(folder => Directory.EnumerateFiles(folder, "*.md")),
    ];

    public static string Relative(string page) => Path.GetRelativePath(Root, page).Replace('\\', '/');

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "MultiStage.slnx"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository."));
}
