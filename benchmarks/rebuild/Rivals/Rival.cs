using MultiStage.Benchmarks.Solutions;

namespace MultiStage.Benchmarks.Rivals;

/// <summary>One way to make an image of a solution.</summary>
/// <param name="name">As in the report; also the name of its images.</param>
/// <param name="root">Its own copy of the solution.</param>
internal abstract class Rival(string name, string root)
{
    public string Name => name;

    public string Root => root;

    /// <summary>Name of the image, lower case.</summary>
    protected string Image => $"bench-{name}";

    /// <summary>Whether an engine builds, so that a cold build needs its cache emptied and a registry can hold a cache.</summary>
    public virtual bool UsesEngine => true;

    /// <summary>What happens once, untimed, after the solution is written.</summary>
    public virtual void Prepare(GeneratedSolution solution)
    {
    }

    /// <summary>The command as a user types it, timed as a whole.</summary>
    /// <param name="cache">Where the build cache goes to or comes from in a registry, or null.</param>
    public abstract Command Build(RegistryCache? cache = null);

    /// <summary>Forgets what a machine that never built does not have.</summary>
    public virtual void Forget()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(root, "src")))
            foreach (var outputs in new[] { "bin", "obj" })
                if (Directory.Exists(Path.Combine(folder, outputs)))
                    Directory.Delete(Path.Combine(folder, outputs), recursive: true);
    }

    /// <summary>What the image's app prints.</summary>
    public abstract string Output();
}

/// <summary>Cache of builds in a registry.</summary>
internal sealed record RegistryCache(string Reference, bool Write);

/// <summary>A program and its arguments.</summary>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments, string Folder);
