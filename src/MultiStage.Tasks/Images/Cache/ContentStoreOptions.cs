namespace MultiStage.Images;

/// <summary>Where content is kept and how much of it.</summary>
internal sealed record ContentStoreOptions
{
    /// <summary>What the cache may hold in bytes before the least recently used content goes. Default 10 GiB.</summary>
    public long MaximumBytes { get; init; } = 10L * 1024 * 1024 * 1024;

    /// <summary>
    /// Content used within this time is never removed, as a build that runs may still need it; so the size is a soft
    /// limit while builds run. Default one hour.
    /// </summary>
    public TimeSpan InUse { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A temporary file that nobody wrote to for this time was left by a killed process. Default one day.</summary>
    public TimeSpan Abandoned { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The one place of the cache: <c>$XDG_CACHE_HOME/multistage-sdk</c> or <c>~/.cache/multistage-sdk</c> on Linux,
    /// <c>~/Library/Caches/multistage-sdk</c> on macOS, <c>%LOCALAPPDATA%\multistage-sdk\cache</c> on Windows.
    /// </summary>
    public static string DefaultRoot(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "multistage-sdk", "cache");
        // The XDG specification ignores relative values.
        if (environment("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, "multistage-sdk");
        var home = environment("HOME") is { Length: > 0 } value ? value : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsMacOS()
            ? Path.Combine(home, "Library", "Caches", "multistage-sdk")
            : Path.Combine(home, ".cache", "multistage-sdk");
    }
}
