using System.Buffers.Binary;
using System.Text;

namespace MultiStage.UnitTests.RuntimeFiles;

/// <summary>Writes small ELF files: headers and what the loader reads of them, and no code.</summary>
internal sealed record ElfBytes
{
    public const int X64 = 62;
    public const int Arm64 = 183;

    public bool Is64Bit { get; init; } = true;
    public bool IsLittleEndian { get; init; } = true;
    public int Machine { get; init; } = X64;

    /// <summary>2: a program at a fixed address; 3: a library, or a position independent program.</summary>
    public int Type { get; init; } = 3;

    public string Interpreter { get; init; } = "";
    public string SoName { get; init; } = "";
    public string RPath { get; init; } = "";
    public string RunPath { get; init; } = "";
    public string[] Needed { get; init; } = [];
    public ulong Flags1 { get; init; }

    /// <summary>Bytes behind all else, such as text that a program holds.</summary>
    public string Trailer { get; init; } = "";

    // What lies where: the numbers in the headers are addresses, which differ from offsets as in real files.
    private const int Headers = 0x100;
    private const int DynamicAt = 0x200;
    private const int StringsAt = 0x400;
    private const int LoadAddress = 0x10000;

    public byte[] ToArray()
    {
        var strings = new MemoryStream();
        strings.WriteByte(0);
        var entries = new List<(ulong Tag, ulong Value)>();
        foreach (var name in Needed)
            entries.Add((1, Add(strings, name)));
        Option(entries, strings, 14, SoName);
        Option(entries, strings, 15, RPath);
        Option(entries, strings, 29, RunPath);
        if (Flags1 != 0)
            entries.Add((0x6ffffffb, Flags1));
        entries.Add((5, LoadAddress + StringsAt));
        entries.Add((0, 0));
        var interpreter = Add(strings, Interpreter);

        var trailer = Encoding.UTF8.GetBytes(Trailer);
        var file = new byte[StringsAt + strings.Length + trailer.Length];
        strings.ToArray().CopyTo(file, StringsAt);
        trailer.CopyTo(file, file.Length - trailer.Length);
        "\u007fELF"u8.CopyTo(file);
        (file[4], file[5], file[6]) = ((byte)(Is64Bit ? 2 : 1), (byte)(IsLittleEndian ? 1 : 2), 1);
        var segments = new List<(uint Type, ulong Offset, ulong Length)>
        {
            (1, 0, (ulong)file.Length),
            (2, DynamicAt, (ulong)(entries.Count * (Is64Bit ? 16 : 8))),
        };
        if (Interpreter.Length > 0)
            segments.Add((3, StringsAt + interpreter, (ulong)Interpreter.Length + 1));
        WriteHeader(file, segments.Count);
        for (var i = 0; i < segments.Count; i++)
            WriteSegment(file, Headers + i * (Is64Bit ? 56 : 32), segments[i]);
        for (var i = 0; i < entries.Count; i++)
        {
            Word(file, DynamicAt + 2 * i * WordLength, entries[i].Tag);
            Word(file, DynamicAt + (2 * i + 1) * WordLength, entries[i].Value);
        }
        return file;
    }

    private int WordLength => Is64Bit ? 8 : 4;

    private static void Option(List<(ulong, ulong)> entries, MemoryStream strings, ulong tag, string value)
    {
        if (value.Length > 0)
            entries.Add((tag, Add(strings, value)));
    }

    private static ulong Add(MemoryStream strings, string text)
    {
        var offset = (ulong)strings.Length;
        strings.Write(Encoding.UTF8.GetBytes(text + "\0"));
        return offset;
    }

    private void WriteHeader(byte[] file, int segments)
    {
        Half(file, 16, Type);
        Half(file, 18, Machine);
        Word(file, Is64Bit ? 32 : 28, Headers);
        Half(file, Is64Bit ? 54 : 42, Is64Bit ? 56 : 32);
        Half(file, Is64Bit ? 56 : 44, segments);
    }

    private void WriteSegment(byte[] file, int at, (uint Type, ulong Offset, ulong Length) segment)
    {
        Number(file.AsSpan(at, 4), segment.Type);
        Word(file, at + (Is64Bit ? 8 : 4), segment.Offset);
        Word(file, at + (Is64Bit ? 16 : 8), LoadAddress + segment.Offset);
        Word(file, at + (Is64Bit ? 32 : 16), segment.Length);
    }

    private void Half(byte[] file, int at, int value) => Number(file.AsSpan(at, 2), (ulong)value);

    private void Word(byte[] file, int at, ulong value) => Number(file.AsSpan(at, WordLength), value);

    private void Number(Span<byte> place, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes[..place.Length].CopyTo(place);
        if (!IsLittleEndian)
            place.Reverse();
    }
}
