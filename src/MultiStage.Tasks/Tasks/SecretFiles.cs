using System.Diagnostics;
using System.Globalization;
using Microsoft.Build.Framework;
using MultiStage.Diagnostics;
using MultiStage.Engines.Contract;
using MultiStage.Graph;
using MultiStage.Planning.Builder;

namespace MultiStage.Tasks;

/// <summary>Secrets of one build as files that only this user can read; gone when the build is over.</summary>
internal sealed class SecretFiles : IDisposable
{
    private const string Prefix = "multistage-secrets-";

    // The process is part of the name so that a later build can tell what a killed one left.
    private readonly DirectoryInfo folder;

    public SecretFiles()
    {
        RemoveAbandoned();
        folder = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-");
    }

    /// <summary>A file for every secret that the plan mounts and this machine has.</summary>
    /// <exception cref="ContainerException">MST2012: a secret that the project declares has no source here.</exception>
    public IReadOnlyList<SecretFile> Provide(BuildPlan plan, ITaskItem[] items, string projectFolder)
    {
        var mounts = plan.Stages.SelectMany(stage => stage.Steps).OfType<RunStep>().SelectMany(step => step.Mounts).OfType<SecretMount>();
        var files = new List<SecretFile>();
        foreach (var id in mounts.Select(mount => mount.Id).Distinct(StringComparer.Ordinal))
        {
            var item = items.FirstOrDefault(candidate => candidate.ItemSpec == id);
            var file = item is not null ? Declared(item, projectFolder)
                : id == FeedAccess.NuGetSecret ? Credentials(projectFolder)
                : Environment.GetEnvironmentVariable(id) is { Length: > 0 } value ? Write(id, value) : null;
            if (file is not null)
                files.Add(new SecretFile(id, HostPath.Of(file)));
        }
        return files;
    }

    public void Dispose() => folder.Delete(recursive: true);

    // A killed publish cannot remove its folder. Another user's folder is theirs, and refuses.
    private static void RemoveAbandoned()
    {
        foreach (var path in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(path)[Prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture,
                    out var process) && !IsRunning(process))
                    Directory.Delete(path, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Left for its owner.
            }
        }
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private string Declared(ITaskItem item, string projectFolder)
    {
        var source = item.GetMetadata("Source");
        var variable = item.GetMetadata("Environment");
        if (source.Length > 0 == variable.Length > 0)
            throw new ContainerException(OptionDiagnostics.InvalidSecret, item.ItemSpec,
                "it has both or neither of Source and Environment");
        if (variable.Length > 0)
            return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
                ? Write(item.ItemSpec, value)
                : throw new ContainerException(OptionDiagnostics.MissingSecret, item.ItemSpec, $"the environment variable '{variable}'");
        var path = Path.GetFullPath(source, projectFolder);
        return File.Exists(path)
            ? path
            : throw new ContainerException(OptionDiagnostics.MissingSecret, item.ItemSpec, $"the file '{path}'");
    }

    private string? Credentials(string projectFolder) =>
        FeedCredentials.Read(projectFolder, Environment.GetEnvironmentVariable) is { } config
            ? Write(FeedAccess.NuGetSecret, config)
            : null;

    private string Write(string id, string content)
    {
        var path = Path.Combine(folder.FullName, id);
        File.WriteAllText(path, content);
        return path;
    }
}
