using System.Globalization;
using System.Text;

namespace MultiStage.Images;

/// <summary>
/// Writes the 512-byte blocks before an entry's content: POSIX.1-2001 pax with a ustar header (OCI image-spec 1.1 layer.md).
/// System.Formats.Tar is not used for writing, as it puts the process id into the name of each pax header and a time with
/// fractions into the header itself: two runs would never be the same bytes.
/// </summary>
internal static class TarHeader
{
    public const int BlockSize = 512;

    private const long MaxOctal8 = 0x1FFFFF;        // 7 octal digits
    private const long MaxOctal12 = 0x1FFFFFFFF;    // 11 octal digits

    // Header fields: offset and length.
    private const int NameLength = 100;
    private const int PrefixOffset = 345;
    private const int PrefixLength = 155;

    /// <summary>The blocks for an entry: a pax header when something does not fit into ustar, then the ustar header.</summary>
    public static byte[] For(LayerEntry entry, long size, DateTimeOffset time)
    {
        var path = entry.Kind == LayerEntryKind.Directory ? entry.Path + "/" : entry.Path;
        var seconds = (entry.Time ?? time).ToUnixTimeSeconds();
        var records = new SortedDictionary<string, string>(StringComparer.Ordinal);

        var (prefix, name) = Split(path);
        if (name is null)
        {
            records["path"] = path;
            (prefix, name) = ("", Placeholder(path));
        }
        var link = entry.LinkTarget ?? "";
        if (!FitsAscii(link, NameLength))
        {
            records["linkpath"] = link;
            link = Placeholder(link);
        }
        if (size > MaxOctal12)
            records["size"] = Decimal(size);
        if (entry.UserId > MaxOctal8)
            records["uid"] = Decimal(entry.UserId);
        if (entry.GroupId > MaxOctal8)
            records["gid"] = Decimal(entry.GroupId);
        if (seconds is < 0 or > MaxOctal12)
            records["mtime"] = Decimal(seconds);

        using var result = new MemoryStream();
        if (records.Count > 0)
        {
            var body = Encoding.UTF8.GetBytes(string.Concat(records.Select(Record)));
            // The name of this header is never seen; a constant keeps it free of anything that varies.
            result.Write(Ustar("", "././@PaxHeader", "", 'x', (int)LayerEntry.DefaultFileMode, 0, 0, body.Length, 0));
            result.Write(body);
            result.Write(new byte[Padding(body.Length)]);
        }
        var type = entry.Kind switch
        {
            LayerEntryKind.Directory => '5',
            LayerEntryKind.SymbolicLink => '2',
            LayerEntryKind.HardLink => '1',
            _ => '0',
        };
        result.Write(
            Ustar(prefix, name, link, type, (int)entry.Mode, Clamp(entry.UserId, MaxOctal8), Clamp(entry.GroupId, MaxOctal8),
                Clamp(size, MaxOctal12), Clamp(seconds, MaxOctal12)));
        return result.ToArray();
    }

    /// <summary>Zero bytes from the end of content to the next block.</summary>
    public static int Padding(long size) => (int)((BlockSize - (size % BlockSize)) % BlockSize);

    private static byte[] Ustar(string prefix, string name, string link, char type, int mode, long uid, long gid, long size, long seconds)
    {
        var block = new byte[BlockSize];
        Encoding.ASCII.GetBytes(name, block.AsSpan(0, NameLength));
        Octal(block.AsSpan(100, 8), mode);
        Octal(block.AsSpan(108, 8), uid);
        Octal(block.AsSpan(116, 8), gid);
        Octal(block.AsSpan(124, 12), size);
        Octal(block.AsSpan(136, 12), seconds);
        block[156] = (byte)type;
        Encoding.ASCII.GetBytes(link, block.AsSpan(157, NameLength));
        "ustar\0"u8.CopyTo(block.AsSpan(257));
        "00"u8.CopyTo(block.AsSpan(263));
        Octal(block.AsSpan(329, 8), 0);
        Octal(block.AsSpan(337, 8), 0);
        Encoding.ASCII.GetBytes(prefix, block.AsSpan(PrefixOffset, PrefixLength));

        // The checksum counts its own field as spaces.
        block.AsSpan(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in block)
            sum += value;
        Octal(block.AsSpan(148, 7), sum);
        return block;
    }

    // Octal digits that fill the field, ended by a zero byte.
    private static void Octal(Span<byte> field, long value)
    {
        field[^1] = 0;
        for (var i = field.Length - 2; i >= 0; i--, value >>= 3)
            field[i] = (byte)('0' + (value & 7));
    }

    // ustar splits a long path at a slash into a prefix and a name; null when no slash makes both fit.
    private static (string Prefix, string? Name) Split(string path)
    {
        if (FitsAscii(path, NameLength))
            return ("", path);
        if (!Ascii.IsValid(path))
            return ("", null);
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0
            && slash <= PrefixLength; slash = path.IndexOf('/', slash + 1))
        {
            if (slash > 0 && path.Length - slash - 1 is > 0 and <= NameLength)
                return (path[..slash], path[(slash + 1)..]);
        }
        return ("", null);
    }

    private static bool FitsAscii(string text, int length) => text.Length <= length && Ascii.IsValid(text);

    // What a reader without pax would see.
    private static string Placeholder(string text)
    {
        var ascii = new string([.. text.Select(c => char.IsAscii(c) ? c : '_')]);
        return ascii.Length <= NameLength ? ascii : ascii[..NameLength];
    }

    // A pax record starts with its own length, which counts its own digits.
    private static string Record(KeyValuePair<string, string> pair)
    {
        var rest = " " + pair.Key + "=" + pair.Value + "\n";
        var bytes = Encoding.UTF8.GetByteCount(rest);
        var total = bytes + Decimal(bytes).Length;
        if (Decimal(total).Length != Decimal(bytes).Length)
            total = bytes + Decimal(total).Length;
        return Decimal(total) + rest;
    }

    private static long Clamp(long value, long max) => value < 0 || value > max ? 0 : value;

    private static string Decimal(long value) => value.ToString(CultureInfo.InvariantCulture);
}
