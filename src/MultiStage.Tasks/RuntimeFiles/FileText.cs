using System.Text;

namespace MultiStage.RuntimeFiles;

/// <summary>Looks for text in files of any size and kind.</summary>
internal static class FileText
{
    private const int Piece = 128 * 1024;

    /// <summary>The largest file that is read as a whole.</summary>
    private const int MostText = 1024 * 1024;

    /// <summary>Whether the file holds the text as UTF-8. Reads in pieces.</summary>
    public static bool Contains(string path, string text) => Find(path, text, 0) is not null;

    /// <summary>
    /// The text between <paramref name="before"/> and the next quote, such as a folder that was compiled in; null for none.
    /// </summary>
    public static string? Quoted(string path, string before)
    {
        if (Find(path, before + "\"", 512) is not { } found)
            return null;
        var end = found.IndexOf('"', StringComparison.Ordinal);
        return end > 0 ? found[..end] : null;
    }

    /// <summary>The whole file; null when it is too large to be one that people write.</summary>
    public static string? Read(string path) => new FileInfo(path) is { Exists: true, Length: <= MostText } ? File.ReadAllText(path) : null;

    /// <summary>What follows the first occurrence, at most <paramref name="length"/> bytes; null when there is none.</summary>
    private static string? Find(string path, string text, int length)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var buffer = new byte[Piece];
        var kept = 0;
        while (true)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            var content = buffer.AsSpan(0, kept + read);
            var at = content.IndexOf(wanted);
            var isLast = kept + read < buffer.Length;
            if (at >= 0 && (isLast || at + wanted.Length + length <= content.Length))
            {
                var rest = content[(at + wanted.Length)..];
                return Encoding.UTF8.GetString(rest[..Math.Min(length, rest.Length)]);
            }
            if (isLast)
                return null;
            // An occurrence may lie across the border of two pieces, with what follows it in the second.
            kept = wanted.Length + length;
            content[^kept..].CopyTo(buffer);
        }
    }
}
