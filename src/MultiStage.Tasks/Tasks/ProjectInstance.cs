using Microsoft.Build.Framework;

namespace MultiStage.Tasks;

/// <summary>
/// What the tasks of one project instance hand on to one another in memory. Two instances of a project with other global
/// properties, or other folders, know nothing of each other, also when they are built at the same time.
/// </summary>
internal static class ProjectInstance
{
    /// <param name="engine">The build engine of the task.</param>
    /// <param name="kind">What is handed on.</param>
    /// <param name="project">The project.</param>
    /// <param name="folder">The folder of its container files; absolute or relative to the project.</param>
    public static object Key(IBuildEngine engine, string kind, string project, string folder)
    {
        var globals = ((IBuildEngine6)engine).GetGlobalProperties().OrderBy(property => property.Key, StringComparer.OrdinalIgnoreCase);
        var parts = globals.Select(property => $"{property.Key}={property.Value}").Prepend(Absolute(project, folder)).Prepend(project)
            .Prepend("MultiStage." + kind);
        return string.Join('\n', parts);
    }

    /// <summary>What another task of the instance has left; null when none did, or in another process.</summary>
    public static T? Get<T>(IBuildEngine engine, object key)
        where T : class =>
        ((IBuildEngine4)engine).GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) as T;

    public static void Set(IBuildEngine engine, object key, object value)
    {
        // MSBuild keeps the first of a key.
        Remove(engine, key);
        ((IBuildEngine4)engine).RegisterTaskObject(key, value, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
    }

    public static void Remove(IBuildEngine engine, object key) =>
        ((IBuildEngine4)engine).UnregisterTaskObject(key, RegisteredTaskObjectLifetime.Build);

    private static string Absolute(string project, string folder) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, Path.GetDirectoryName(project)!));
}
