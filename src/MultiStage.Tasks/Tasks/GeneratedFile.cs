using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Rendering;

namespace MultiStage.Tasks;

/// <summary>Writes generated text: only when it differs, whole or not at all, and never over a file that a person wrote.</summary>
internal static class GeneratedFile
{
    /// <summary>Whether a file has this text already.</summary>
    public static bool IsCurrent(string path, string text)
    {
        try
        {
            return Read(path) == text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(ProjectDiagnostics.WriteFailed, path, exception.Message);
        }
    }

    /// <returns>Whether the file was written.</returns>
    public static bool Write(string path, string text)
    {
        // A name of its own: two builds may write the same file in the source tree.
        var temporary = $"{path}.{Guid.NewGuid():N}.unfinished";
        try
        {
            if (Read(path) == text)
                return false;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new ContainerException(ProjectDiagnostics.WriteFailed, path, exception.Message);
        }
    }

    /// <summary>Refuses a path where a file lies that was not generated.</summary>
    /// <param name="foreign">The error for it; its argument is the path.</param>
    public static void RequireGenerated(string path, DiagnosticDescriptor foreign)
    {
        if (Read(path) is { Length: > 0 } text && !text.Split('\n')[0].Contains(DockerfileWriter.Marker, StringComparison.Ordinal))
            throw new ContainerException(foreign, path);
    }

    /// <summary>Refuses a file that differs from the text.</summary>
    /// <param name="stale">The error for it; its arguments are the path and the first difference.</param>
    public static void RequireCurrent(string path, string text, DiagnosticDescriptor stale)
    {
        // A checkout may have turned the line ends; that alone makes no difference to a builder.
        var existing = (Read(path) ?? "").ReplaceLineEndings("\n");
        if (existing == text)
            return;
        var difference = LineDiff.Between(existing, text).TrimEnd('\n');
        throw new ContainerException(stale, path, difference.Split('\n')[0] + ".") { File = path, Details = difference };
    }

    private static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that is about to be reported says more.
        }
    }
}
