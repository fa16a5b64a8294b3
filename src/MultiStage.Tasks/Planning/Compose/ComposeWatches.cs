namespace MultiStage.Planning.Compose;

/// <summary>What an edit of rebuilds the image: all that travels to the builder, and nothing that a build on this machine writes.</summary>
internal static class ComposeWatches
{
    public static IReadOnlyList<ComposeWatch> For(ComposeApp app)
    {
        var rules = app.Plan.Context;
        var outer = rules.Included.Sorted().Where(path => !rules.Included.Any(other => other != path && ContextPath.IsBelow(path, other)));
        return
        [
            .. outer.Select(path => new ComposeWatch(
                Join(app.Context, path),
                [.. rules.Excluded.Sorted().Where(part => ContextPath.IsBelow(part, path)).Select(part => Below(part, path) + "/")])),
        ];
    }

    private static string Join(string folder, string path) => path.Length == 0 ? folder : folder == "." ? path : folder + "/" + path;

    private static string Below(string path, string folder) => folder.Length == 0 ? path : path[(folder.Length + 1)..];
}
