namespace MultiStage.TestSupport;

/// <summary>Places of this repository.</summary>
public static class Checkout
{
    /// <summary>The folder with the solution's global.json and artifacts.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The folder that eng/pack.sh fills.</summary>
    public static string Packages => Path.Combine(Root, "artifacts", "packages");

    public static string Samples => Path.Combine(Root, "sample-apps");

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Directory.Packages.props")) && Directory.Exists(Path.Combine(folder, "sample-apps"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository."));
}
