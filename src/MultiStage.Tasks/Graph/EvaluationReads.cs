using System.Buffers;
using System.Text.RegularExpressions;
using Microsoft.Build.Exceptions;
using Microsoft.Build.Execution;

namespace MultiStage.Graph;

/// <summary>
/// What evaluation read or looked for in the repository beside items and imports (decision 0023). It decides packages and
/// imports, so it has to be there before restore.
/// </summary>
internal sealed partial class EvaluationReads
{
    // What no path of a project file has.
    private static readonly SearchValues<char> NoPath = SearchValues.Create("@%*?;\n");

    private static readonly string[] SolutionExtensions = [".sln", ".slnx", ".slnf"];

    private readonly IReadOnlyList<EvaluatedProject> projects;
    private readonly InputRule rule;
    private readonly string repository;
    private readonly Dictionary<string, FileExpressions> sources = new(StringComparer.Ordinal);
    private readonly PropertyValues values;
    private readonly HashSet<(string Source, string Path, string Property)> history = [];
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> markers = new(StringComparer.Ordinal);
    private readonly SortedSet<string> folders = new(StringComparer.Ordinal);

    /// <param name="projects">The evaluated projects.</param>
    /// <param name="probed">Paths that MSBuild asked the disk for.</param>
    /// <param name="rule">What is an input.</param>
    /// <param name="repository">Its root, absolute.</param>
    public EvaluationReads(IReadOnlyList<EvaluatedProject> projects, IEnumerable<string> probed, InputRule rule, string repository)
    {
        (this.projects, this.rule, this.repository) = (projects, rule, repository);
        foreach (var source in projects.SelectMany(project => project.Instances.SelectMany(instance => instance.ImportPaths)
            .Append(project.FullPath)).Distinct(StringComparer.Ordinal).Where(rule.IsInput))
            sources.Add(source, FileExpressions.Read(source));
        values = new PropertyValues(sources.SelectMany(source => source.Value.Set.Select(property => (source.Key, property))));
        foreach (var project in projects)
            foreach (var instance in project.Instances)
                foreach (var source in instance.ImportPaths.Append(project.FullPath).Where(rule.IsInput))
                    AddExpressions(project, instance, source);
        var asked = probed.Where(Path.IsPathRooted).Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))
            .Where(path => PathQuestions.IsBelow(path, repository) && rule.IsSource(path) && IsMeant(path))
            .Distinct(StringComparer.Ordinal).ToList();
        foreach (var path in asked)
            AddTested(path);
        Probed = asked;
        // What is imported travels anyway, and a folder with a file in it is there.
        files.ExceptWith(projects.SelectMany(project => project.Instances).SelectMany(instance => instance.ImportPaths));
        markers.ExceptWith(files);
    }

    /// <summary>Files that travel as they are.</summary>
    public IReadOnlyCollection<string> Files => files;

    /// <summary>Files that travel empty: nobody reads them.</summary>
    public IReadOnlyCollection<string> Markers => markers;

    /// <summary>Folders that have to be there, with or without a file.</summary>
    public IReadOnlyCollection<string> Folders => folders;

    /// <summary>Files that read what Git keeps: the reading file, what it reads, and the property that gets it, or nothing.</summary>
    public IReadOnlyCollection<(string Source, string Path, string Property)> History => history;

    /// <summary>What MSBuild asked for in the repository, whether or not it is there.</summary>
    public IReadOnlyList<string> Probed { get; }

    /// <summary>Command lines of the repository's own targets.</summary>
    public IEnumerable<string> Commands => sources.Values.SelectMany(source => source.Commands);

    /// <summary>Those that ask Git, with the file that has them.</summary>
    public IEnumerable<(string Source, string Command)> GitCommands => sources.SelectMany(source => source.Value.Commands
        .Where(command => GitCommand().IsMatch(command)).Select(command => (source.Key, command.Trim())));

    private void AddExpressions(EvaluatedProject project, ProjectInstance instance, string source)
    {
        foreach (var expression in sources[source].All)
            foreach (var path in values.Of(PropertyValues.InFile(expression.Path, source))
                .Select(text => Expand(project, instance, text)).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                // A global property is not set by the file, whatever stands there.
                if (IsGit(path) && expression.Use != FileUse.Test && Path.Exists(path)
                    && !instance.GlobalProperties.ContainsKey(expression.Sets))
                    history.Add((source, path, expression.Sets));
                Add(path, expression);
            }
    }

    private void Add(string path, FileExpression expression)
    {
        if (expression.Use == FileUse.Test)
            AddTested(path);
        else if (expression.Use == FileUse.List && rule.IsInput(path) && Directory.Exists(path))
            AddListed(path, expression);
        else if (rule.IsInput(path) && !IsGit(path) && File.Exists(path))
            files.UnionWith(expression.Use == FileUse.Assembly ? [path, .. AssemblyNeighbours.Of(path).Where(rule.IsInput)] : [path]);
    }

    private void AddTested(string path)
    {
        if (!rule.IsInput(path))
            return;
        if (Directory.Exists(path))
            folders.Add(path);
        else if (File.Exists(path))
            (IsMarker(path) ? markers : files).Add(path);
    }

    private void AddListed(string folder, FileExpression expression)
    {
        folders.Add(folder);
        // A pattern that is an expression itself may mean any file.
        var pattern = expression.Pattern.Contains('$', StringComparison.Ordinal) ? "*" : expression.Pattern;
        var options = new EnumerationOptions { RecurseSubdirectories = expression.IsDeep, IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in Directory.EnumerateFiles(folder, pattern, options).Where(rule.IsInput))
            (IsMarker(file) ? markers : files).Add(file);
    }

    // Of a solution and of what is hidden only the presence can matter; the one changes with every project, and the other
    // may hold what is nobody's business.
    private bool IsMarker(string path) =>
        SolutionExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) || Parts(path)
            .Any(part => part.StartsWith('.'));

    // What Git keeps there tells all of the repository's past.
    private bool IsGit(string path) => PathQuestions.IsBelow(path, repository) && Parts(path)[0] == ".git";

    private string[] Parts(string path) => Path.GetRelativePath(repository, path).Split(Path.DirectorySeparatorChar);

    // The SDK asks for files of a project's folder, too. Those travel with it, and an edit of one must not restore.
    private bool IsMeant(string path) =>
        !projects.Any(project => PathQuestions.IsSameOrBelow(path, project.Folder))
        || sources.Values.Any(source => source.Text.Contains(Path.GetFileName(path), StringComparison.OrdinalIgnoreCase));

    private static string? Expand(EvaluatedProject project, ProjectInstance instance, string text)
    {
        try
        {
            var path = instance.ExpandString(text);
            return path.Length == 0 || path.AsSpan().IndexOfAny(NoPath) >= 0
                ? null
                : Path.TrimEndingDirectorySeparator(project.Absolute(path));
        }
        catch (Exception exception) when (exception is InvalidProjectFileException or ArgumentException or IOException)
        {
            // Its parts are known only while a target runs.
            return null;
        }
    }

    [GeneratedRegex(@"(^|[;&|(\n])\s*git(\.exe)?\s", RegexOptions.IgnoreCase)]
    private static partial Regex GitCommand();
}
