using System.Buffers.Binary;
using System.Text;

namespace MultiStage.RuntimeFiles;

/// <summary>
/// Parses the headers of one ELF file. Every offset and count of the file is checked against its length or a limit,
/// so that a file made to harm ends in null rather than in much memory or time.
/// </summary>
internal sealed class ElfReader
{
    private const int HeaderLength = 64;
    private const int MostProgramHeaders = 512;
    private const int MostDynamicBytes = 64 * 1024;
    private const int MostStringBytes = 4096;

    private const int ExecutableType = 2;
    private const int SharedType = 3;
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;
    private const uint InterpreterSegment = 3;
    private const ulong PositionIndependentProgram = 0x0800_0000;

    private readonly Stream stream;
    private readonly byte[] header = new byte[HeaderLength];
    private readonly List<Segment> segments = [];

    private ElfReader(Stream stream) => this.stream = stream;

    private sealed record Segment(uint Type, ulong Offset, ulong Address, ulong Length);

    private bool Is64Bit => header[4] == 2;

    private bool IsLittleEndian => header[5] == 1;

    /// <inheritdoc cref="ElfFile.TryRead(Stream)"/>
    public static ElfFile? TryRead(Stream stream)
    {
        try
        {
            return new ElfReader(stream).Read();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private ElfFile? Read()
    {
        // The shorter header of 32 bits is followed by more than the difference.
        if (stream.Length < HeaderLength || !ReadAt(0, header).StartsWith("\u007fELF"u8) || header[4] is not (1 or 2)
            || header[5] is not (1 or 2))
            return null;
        var type = U16(header, 16);
        if (type is not (ExecutableType or SharedType))
            return null;

        ReadSegments();
        var interpreter = First(InterpreterSegment) is { } named ? Text(named.Offset, named.Length) : "";
        var dynamic = ReadDynamic();
        var strings = dynamic.Numbers.TryGetValue(DynamicTag.Strings, out var address) ? FileOffset(address) : null;
        var flags = dynamic.Numbers.GetValueOrDefault(DynamicTag.Flags1);
        return new ElfFile
        {
            Is64Bit = Is64Bit,
            IsLittleEndian = IsLittleEndian,
            Machine = U16(header, 18),
            IsProgram = type == ExecutableType || interpreter.Length > 0 || (flags & PositionIndependentProgram) != 0,
            Interpreter = interpreter,
            SoName = One(DynamicTag.SoName),
            Needed = [.. dynamic.Needed.Select(Name)],
            RPath = Folders(One(DynamicTag.RPath)),
            RunPath = Folders(One(DynamicTag.RunPath)),
        };

        string One(ulong tag) => dynamic.Numbers.TryGetValue(tag, out var offset) ? Name(offset) : "";

        string Name(ulong offset) =>
            strings is { } start && offset <= long.MaxValue ? Text(start + offset, MostStringBytes) : throw new InvalidDataException();
    }

    private void ReadSegments()
    {
        var start = Is64Bit ? U64(header, 32) : U32(header, 28);
        int size = U16(header, Is64Bit ? 54 : 42), count = U16(header, Is64Bit ? 56 : 44);
        if (size < (Is64Bit ? 56 : 32) || size > 1024 || count > MostProgramHeaders)
            throw new InvalidDataException();
        var entries = ReadAt(start, new byte[size * count]);
        for (var at = 0; at < entries.Length; at += size)
            segments.Add(Is64Bit
                ? new Segment(U32(entries, at), U64(entries, at + 8), U64(entries, at + 16), U64(entries, at + 32))
                : new Segment(U32(entries, at), U32(entries, at + 4), U32(entries, at + 8), U32(entries, at + 16)));
    }

    private (Dictionary<ulong, ulong> Numbers, List<ulong> Needed) ReadDynamic()
    {
        var numbers = new Dictionary<ulong, ulong>();
        var needed = new List<ulong>();
        // No content: a static program, or a file of debug symbols only.
        if (First(DynamicSegment) is not { Length: > 0 } dynamic)
            return (numbers, needed);
        if (dynamic.Length > MostDynamicBytes)
            throw new InvalidDataException();
        var entries = ReadAt(dynamic.Offset, new byte[dynamic.Length]);
        var word = Is64Bit ? 8 : 4;
        for (var at = 0; at + 2 * word <= entries.Length; at += 2 * word)
        {
            var (tag, value) = Is64Bit ? (U64(entries, at), U64(entries, at + 8)) : (U32(entries, at), U32(entries, at + 4));
            if (tag == DynamicTag.End)
                break;
            if (tag == DynamicTag.Needed)
                needed.Add(value);
            else
                numbers[tag] = value;
        }
        return (numbers, needed);
    }

    private Segment? First(uint type)
    {
        foreach (var segment in segments)
            if (segment.Type == type)
                return segment;
        return null;
    }

    // The dynamic section names addresses in memory; the loaded segments say what of the file lies there.
    private ulong? FileOffset(ulong address)
    {
        foreach (var segment in segments)
            if (segment.Type == LoadSegment && address >= segment.Address && address - segment.Address < segment.Length)
                return segment.Offset + (address - segment.Address);
        return null;
    }

    private string Text(ulong offset, ulong length)
    {
        if (offset >= (ulong)stream.Length)
            throw new InvalidDataException();
        var bytes = ReadAt(offset, new byte[Math.Min(Math.Min(length, MostStringBytes), (ulong)stream.Length - offset)]);
        var end = bytes.IndexOf((byte)0);
        return end >= 0 ? Encoding.UTF8.GetString(bytes[..end]) : throw new InvalidDataException();
    }

    private static string[] Folders(string list) => list.Split(':', StringSplitOptions.RemoveEmptyEntries);

    private Span<byte> ReadAt(ulong offset, byte[] buffer)
    {
        if (offset > (ulong)stream.Length || (ulong)stream.Length - offset < (ulong)buffer.Length)
            throw new InvalidDataException();
        stream.Position = (long)offset;
        stream.ReadExactly(buffer);
        return buffer;
    }

    private int U16(ReadOnlySpan<byte> bytes, int at) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private uint U32(ReadOnlySpan<byte> bytes, int at) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private ulong U64(ReadOnlySpan<byte> bytes, int at) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt64BigEndian(bytes[at..]);

    private static class DynamicTag
    {
        public const ulong End = 0;
        public const ulong Needed = 1;
        public const ulong Strings = 5;
        public const ulong SoName = 14;
        public const ulong RPath = 15;
        public const ulong RunPath = 29;
        public const ulong Flags1 = 0x6fff_fffb;
    }
}
