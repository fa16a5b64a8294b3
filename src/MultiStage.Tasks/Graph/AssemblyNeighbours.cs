using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MultiStage.Graph;

/// <summary>
/// What comes along with an assembly that is referenced by its path: the assemblies beside it that it needs, their texts in
/// other languages, and the files with their names. The same that MSBuild's ResolveAssemblyReferences finds.
/// </summary>
internal static class AssemblyNeighbours
{
    private static readonly string[] RelatedEnds = [".pdb", ".xml", ".pri", ".dll.config", ".exe.config"];
    private static readonly string[] AssemblyEnds = [".dll", ".exe"];

    /// <summary>Absolute paths of files that exist, without the assembly itself.</summary>
    public static IReadOnlyList<string> Of(string assembly)
    {
        var folder = Path.GetDirectoryName(assembly)!;
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Path.GetFileNameWithoutExtension(assembly) };
        var waiting = new Queue<string>([assembly]);
        var languages = new Lazy<string[]>(() => Directory.GetDirectories(folder));
        while (waiting.TryDequeue(out var next))
        {
            var name = Path.GetFileNameWithoutExtension(next);
            found.AddRange(RelatedEnds.Select(end => Path.Combine(folder, name + end)).Where(File.Exists));
            found.AddRange(languages.Value.Select(language => Path.Combine(language, name + ".resources.dll")).Where(File.Exists));
            foreach (var reference in References(next).Where(seen.Add))
                if (AssemblyEnds.Select(end => Path.Combine(folder, reference + end)).FirstOrDefault(File.Exists) is { } neighbour)
                {
                    found.Add(neighbour);
                    waiting.Enqueue(neighbour);
                }
        }
        return found;
    }

    private static IReadOnlyList<string> References(string assembly)
    {
        try
        {
            using var stream = File.OpenRead(assembly);
            using var file = new PEReader(stream);
            if (!file.HasMetadata)
                return [];
            var metadata = file.GetMetadataReader();
            return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException
            or InvalidOperationException)
        {
            // The compiler says what is wrong with it.
            return [];
        }
    }
}
