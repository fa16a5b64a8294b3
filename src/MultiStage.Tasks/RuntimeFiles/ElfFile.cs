namespace MultiStage.RuntimeFiles;

/// <summary>What the dynamic loader of Linux reads of a program or shared library.</summary>
internal sealed record ElfFile
{
    /// <summary>Whether addresses have 64 bits.</summary>
    public required bool Is64Bit { get; init; }

    /// <summary>Whether numbers are stored with the lowest byte first.</summary>
    public required bool IsLittleEndian { get; init; }

    /// <summary>The processor, as the number in the file: 62 is x86-64, 183 is AArch64.</summary>
    public required int Machine { get; init; }

    /// <summary>Whether the kernel can start it: a program, position independent or not, and no shared library.</summary>
    public required bool IsProgram { get; init; }

    /// <summary>
    /// The loader that the program asks for, such as <c>/lib64/ld-linux-x86-64.so.2</c>; empty for libraries and static programs.
    /// </summary>
    public required string Interpreter { get; init; }

    /// <summary>The library's own name; empty for none.</summary>
    public required string SoName { get; init; }

    /// <summary>Names of the libraries that it is linked with, in the file's order.</summary>
    public required IReadOnlyList<string> Needed { get; init; }

    /// <summary>
    /// Folders to search before all others (DT_RPATH), as written; ignored by loaders when <see cref="RunPath"/> is given.
    /// </summary>
    public required IReadOnlyList<string> RPath { get; init; }

    /// <summary>Folders to search for its own libraries (DT_RUNPATH), as written.</summary>
    public required IReadOnlyList<string> RunPath { get; init; }

    /// <summary>Reads the headers; null when the stream holds no ELF file, or one that no loader would take.</summary>
    /// <param name="stream">A stream that can seek; its position does not matter and is changed. A few kilobytes are read.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ElfFile? TryRead(Stream stream) => ElfReader.TryRead(stream);

    /// <summary>Reads the headers of a file; null as above.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ElfFile? TryRead(string path)
    {
        // A file of no content may be a pipe or a device in disguise; regular ones are read without a buffer of their own.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return stream.CanSeek ? TryRead(stream) : null;
    }

    /// <summary>Whether the loader can take both into one process.</summary>
    public bool Fits(ElfFile other) => Is64Bit == other.Is64Bit && IsLittleEndian == other.IsLittleEndian && Machine == other.Machine;
}
