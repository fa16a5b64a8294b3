using System.Collections.Concurrent;
using Microsoft.Build.FileSystem;

namespace MultiStage.Graph;

/// <summary>
/// The disk as evaluation sees it, with a list of what it asked for: <c>Exists</c> in conditions, imports, and the functions
/// that look for a file above. Functions of <c>System.IO</c> do not pass here; <see cref="FileExpressions"/> finds those.
/// Answers are kept, as MSBuild's own shared view of the disk keeps them. Evaluations may run at the same time.
/// </summary>
internal sealed class ProbeRecorder : MSBuildFileSystemBase
{
    private readonly ConcurrentDictionary<string, bool> files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> folders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> either = new(StringComparer.Ordinal);

    /// <summary>What was asked for as a file, or as a file or folder, whether or not it is there; as it was asked for.</summary>
    public IEnumerable<string> Probed => files.Keys.Concat(either.Keys);

    public override bool FileExists(string path) => files.GetOrAdd(path, base.FileExists);

    // Wildcards ask for folders all the time, and find nothing where none is.
    public override bool DirectoryExists(string path) => folders.GetOrAdd(path, base.DirectoryExists);

    public override bool FileOrDirectoryExists(string path) => either.GetOrAdd(path, base.FileOrDirectoryExists);
}
