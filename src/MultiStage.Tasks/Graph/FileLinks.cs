using MultiStage.Diagnostics;

namespace MultiStage.Graph;

/// <summary>
/// Symbolic links among the inputs. An engine copies a link as it is: what it leads to has to lie in the context as well,
/// at the same place seen from the link.
/// </summary>
/// <param name="repository">Absolute path of the repository.</param>
internal sealed class FileLinks(string repository)
{
    // As many as the kernel follows; path_resolution(7).
    private const int MostLinks = 40;

    private readonly Dictionary<string, string> folders = new(StringComparer.Ordinal);

    /// <summary>The inputs, with the files that links among them lead to.</summary>
    /// <exception cref="ContainerException">MST1003: a link leads out of the repository, or names a place of this machine.</exception>
    public ProjectInputs Follow(ProjectInputs inputs)
    {
        var restore = inputs.RestoreInputs.SelectMany(file => Ends(file, inputs.Project.FullPath)).Except(inputs.RestoreInputs).ToList();
        var files = inputs.Files.Where(file => file.Value).SelectMany(file => Ends(file.Key, inputs.Project.FullPath))
            .Where(file => !inputs.Files.GetValueOrDefault(file)).Distinct(StringComparer.Ordinal).ToList();
        if (restore.Count + files.Count == 0)
            return inputs;
        return inputs with
        {
            RestoreInputs = [.. inputs.RestoreInputs, .. restore],
            Files = inputs.Files.Where(file => !files.Contains(file.Key)).Concat(files.Select(file => KeyValuePair.Create(file, true)))
                .ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>Checks a file or folder that is copied by its name.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="source">Who names it, for the message.</param>
    public void Check(string path, string source) => _ = Ends(path, source).Count();

    private IEnumerable<string> Ends(string path, string source)
    {
        var end = Path.Combine(Folder(Path.GetDirectoryName(path)!, source), Path.GetFileName(path));
        for (var count = 0; count < MostLinks && new FileInfo(end).LinkTarget is { } target; count++)
            end = Step(end, target, source);
        if (end != path)
            yield return end;
    }

    // Nearly all files lie in folders that were looked at before.
    private string Folder(string folder, string source)
    {
        if (!PathQuestions.IsBelow(folder, repository))
            return folder;
        if (folders.TryGetValue(folder, out var known))
            return known;
        var end = Path.Combine(Folder(Path.GetDirectoryName(folder)!, source), Path.GetFileName(folder));
        for (var count = 0; count < MostLinks && new DirectoryInfo(end).LinkTarget is { } target; count++)
            end = Step(end, target, source);
        return folders[folder] = end;
    }

    // What stands above the link may be reached by links, too.
    private string Step(string link, string target, string source)
    {
        var end = Path.GetFullPath(target, Path.GetDirectoryName(link)!);
        if (Path.IsPathRooted(target) || !PathQuestions.IsBelow(end, repository))
            throw new ContainerException(ProjectDiagnostics.InputOutsideContext, target, $"the link '{link}', an input of '{source}',",
                repository);
        return Path.Combine(Folder(Path.GetDirectoryName(end)!, source), Path.GetFileName(end));
    }
}
