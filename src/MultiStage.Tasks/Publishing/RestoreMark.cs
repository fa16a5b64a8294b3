using System.Globalization;

namespace MultiStage.Publishing;

/// <summary>
/// Tells whether the restore for one platform is as new as the ordinary one, which every publish keeps current and which
/// follows each change of a reference in the graph.
/// </summary>
/// <param name="folder">Absolute path of the folder with the restore for the platform.</param>
/// <param name="key">What else decides the restore, without line breaks.</param>
/// <param name="ordinaryAssets">Absolute path of the <c>project.assets.json</c> of the ordinary restore.</param>
internal sealed class RestoreMark(string folder, string ordinaryAssets, string key)
{
    /// <summary>The file that holds what <see cref="Text"/> was when the restore was done.</summary>
    public string File { get; } = Path.Combine(folder, "restored.txt");

    /// <summary>The state of the ordinary restore; empty when there is none.</summary>
    public string Text =>
        new FileInfo(ordinaryAssets) is { Exists: true } file
            ? string.Create(CultureInfo.InvariantCulture, $"{key} {file.Length} {file.LastWriteTimeUtc.Ticks}")
            : "";

    public bool IsCurrent
    {
        get
        {
            try
            {
                return Text is { Length: > 0 } text && Path.Exists(Path.Combine(folder, "project.assets.json"))
                    && System.IO.File.ReadAllText(File).TrimEnd() == text;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }
}
