using System.Globalization;

namespace MultiStage.Testing;

/// <summary>
/// The number of the next run of tests. A failed run is in the engine's cache like a successful one; a run with another
/// number is not.
/// </summary>
/// <param name="folder">Absolute path of the folder that keeps the number.</param>
internal sealed class TestAttempt(string folder)
{
    private string FilePath => Path.Combine(folder, "test-attempt");

    /// <summary>0 when no run has failed yet.</summary>
    public int Number =>
        File.Exists(FilePath)
            && int.TryParse(File.ReadAllText(FilePath), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    /// <summary>What the file has to say after a failed run.</summary>
    public (string Path, string Text) Next => (FilePath, (Number + 1).ToString(CultureInfo.InvariantCulture) + "\n");
}
