namespace MultiStage.Planning.Compose;

/// <summary>What an edit of rebuilds the image: all that travels to the builder, and nothing that a build on this machine writes.</summary>
internal static class ComposeWatches
{
    public static IReadOnlyList<ComposeWatch> For(ComposeApp app)
    {
        var rules = app.Plan.Context;
        var outer = rules.Included.Sorted().Where(path => !rules.Included.Any(other => other != path && path.IsBelow(other)));
        return
        [
            .. outer.Select(path => new ComposeWatch(
                Join(app.Context, path),
                [.. rules.Excluded.Sorted().Where(part => part.IsBelow(path)).Select(part => part.SeenFrom(path) + "/")])),
        ];
    }

    private static string Join(string folder, ContextPath path) =>
        path.IsRoot ? folder : folder == "." ? path.Text : $"{folder}/{path}";
}
