using MultiStage.Engines.Contract;
using MultiStage.Publishing;

namespace MultiStage.Engines.Embedded;

/// <summary>
/// What a publish on this machine was made from and what it left, beside its folder. While both are as they were, the
/// files are taken as they lie there: the stage <c>publish</c> comes from the cache, as engines say.
/// </summary>
/// <remarks>A file of lines: the stamps of inputs and of outputs, then layer, package and path of each file, with tabs between.</remarks>
internal static class PublishRecord
{
    /// <summary>The origins of the files; null when the publish has to run.</summary>
    /// <param name="publish">With the stamp of everything that it would be made from now; empty when that cannot be told.</param>
    public static IReadOnlyDictionary<string, PublishedOrigin>? Read(HostPublish publish)
    {
        try
        {
            var path = PathOf(publish);
            if (!File.Exists(path) || publish.Inputs.Length == 0 || File.ReadAllLines(path) is not [var before, var outputs, .. var lines]
                || before != publish.Inputs || Outputs(publish) != outputs)
                return null;
            var files = lines.Select(line => line.Split('\t')).ToList();
            return files.All(parts => parts.Length == 3)
                ? files.ToDictionary(parts => parts[2], parts => new PublishedOrigin(parts[0], parts[1]), StringComparer.Ordinal)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Before a publish: what it leaves behind when it is stopped is nothing to take.</summary>
    public static void Forget(HostPublish publish)
    {
        if (File.Exists(PathOf(publish)))
            File.Delete(PathOf(publish));
    }

    /// <param name="publish">What has been published, with the stamp from before it began: what was edited meanwhile may be in it or
    /// not.</param>
    public static void Write(HostPublish publish)
    {
        if (publish.Inputs.Length == 0 || Outputs(publish) is not { } outputs
            || publish.Origins.Keys.Any(path => path.AsSpan().ContainsAny('\t', '\n', '\r')))
            return;
        var lines = publish.Origins.Select(file => $"{file.Value.Layer}\t{file.Value.Package}\t{file.Key}");
        var temporary = PathOf(publish) + ".unfinished";
        try
        {
            File.WriteAllLines(temporary, [publish.Inputs, outputs, .. lines]);
            File.Move(temporary, PathOf(publish), overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The image does not depend on it, only the speed of the next publish.
        }
    }

    private static string? Outputs(HostPublish publish)
    {
        using var stamp = new TreeStamp();
        return (publish.RootFolder is { } root ? stamp.AddFolder(root) : stamp).AddFolder(publish.Folder).Value;
    }

    private static string PathOf(HostPublish publish) => Path.TrimEndingDirectorySeparator(publish.Folder) + ".record";
}
