using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class LayerTests
{
    private static readonly LayerOptions Plain = new() { Compression = CompressionLevel.NoCompression };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static LayerEntry[] Sample =>
    [
        LayerEntry.File("/app/Shop.Web.dll", "hello"u8.ToArray()),
        LayerEntry.File("/app/run.sh", "#!/bin/sh\n"u8.ToArray(), LayerEntry.DefaultDirectoryMode, 1654, 1654),
        LayerEntry.File("/app/empty", ReadOnlyMemory<byte>.Empty),
        LayerEntry.Directory("/app/data", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, 1654, 1654),
        LayerEntry.SymbolicLink("/app/current", "Shop.Web.dll"),
        LayerEntry.HardLink("/app/also.dll", "/app/Shop.Web.dll"),
        LayerEntry.File("/app/üñï/文件.txt", "unicode"u8.ToArray()),
        LayerEntry.File("/app/" + new string('l', 120) + "/" + new string('n', 120), "long"u8.ToArray()),
    ];

    [Fact]
    public async Task A_known_input_has_a_known_digest()
    {
        var written = await WriteAsync(Sample, Plain);
        Assert.Equal("sha256:c7dc95fb7a89c732e4d05429907e28bd5c3c7e06e54100140102a95bac48c50f", written.Layer.DiffId.ToString());
        Assert.Equal(written.Layer.DiffId, written.Layer.Blob.Descriptor.Digest);
        Assert.Equal(MediaTypes.OciLayer, written.Layer.Blob.Descriptor.MediaType);
    }

    [Fact]
    public async Task The_diff_id_does_not_depend_on_compression()
    {
        var plain = await WriteAsync(Sample, Plain);
        foreach (var level in new[] { CompressionLevel.Fastest, CompressionLevel.Optimal, CompressionLevel.SmallestSize })
        {
            var compressed = await WriteAsync(Sample, new LayerOptions { Compression = level });
            Assert.Equal(plain.Layer.DiffId, compressed.Layer.DiffId);
            Assert.Equal(MediaTypes.OciLayer + "+gzip", compressed.Layer.Blob.Descriptor.MediaType);
        }
    }

    [Fact]
    public async Task Two_caches_give_the_same_bytes()
    {
        var one = await WriteAsync(Sample, new LayerOptions());
        var two = await WriteAsync(Sample, new LayerOptions());
        Assert.Equal(one.Layer.Blob.Descriptor, two.Layer.Blob.Descriptor);
    }

    [Fact]
    public void Permuting_the_input_changes_nothing() =>
        Prop.ForAll(Gen.Shuffle(Sample).ToArbitrary(), permuted =>
            LayerListing.Arrange(permuted, Plain).SequenceEqual(LayerListing.Arrange(Sample, Plain), EntryComparer.Instance)).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Another_culture_and_time_zone_change_nothing()
    {
        var expected = (await WriteAsync(Sample, Plain)).Layer.DiffId;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "minus";
        culture.NumberFormat.NumberGroupSeparator = "'";
        culture.DateTimeFormat.TimeSeparator = ".";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, (await WriteAsync(Sample, Plain)).Layer.DiffId);
            var shifted = Plain with { Timestamp = Plain.Timestamp.ToOffset(TimeSpan.FromHours(9)) };
            Assert.Equal(expected, (await WriteAsync(Sample, shifted)).Layer.DiffId);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Times_and_modes_of_source_files_change_nothing()
    {
        using var folder = new TempFolder();
        var file = folder.Write("a.dll", "content");
        var first = await WriteAsync([LayerEntry.File("app/a.dll", file)], Plain);
        File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.SetUser);
        Assert.Equal(first.Layer.DiffId, (await WriteAsync([LayerEntry.File("app/a.dll", file)], Plain)).Layer.DiffId);
        var moved = folder.Write("elsewhere/b.dll", "content");
        Assert.Equal(first.Layer.DiffId, (await WriteAsync([LayerEntry.File("app/a.dll", moved)], Plain)).Layer.DiffId);
    }

    [Fact]
    public async Task The_gzip_header_has_no_time_and_no_system()
    {
        var written = await WriteAsync(Sample, new LayerOptions());
        Assert.Equal(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255 }, (await written.Layer.Blob.ReadAllAsync())[..10]);
    }

    [Fact]
    public async Task Every_entry_can_be_read_back()
    {
        var entries = await ReadBackAsync(Sample, new LayerOptions { Timestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) });
        Assert.Equal(
            ["app/", "app/Shop.Web.dll", "app/also.dll", "app/current", "app/data/", "app/empty", "app/" + new string('l', 120) + "/", "app/" + new string('l', 120) + "/" + new string('n', 120), "app/run.sh", "app/üñï/", "app/üñï/文件.txt"],
            entries.Select(entry => entry.Name));
        var byName = entries.ToDictionary(entry => entry.Name);
        Assert.Equal("hello", byName["app/Shop.Web.dll"].Content);
        Assert.Equal((TarEntryType.HardLink, "app/Shop.Web.dll"), (byName["app/also.dll"].Type, byName["app/also.dll"].Link));
        Assert.Equal((TarEntryType.SymbolicLink, "Shop.Web.dll"), (byName["app/current"].Type, byName["app/current"].Link));
        Assert.Equal((0b111_101_101, 1654, 1654), (byName["app/run.sh"].Mode, byName["app/run.sh"].Uid, byName["app/run.sh"].Gid));
        Assert.Equal((0b111_000_000, 1654), (byName["app/data/"].Mode, byName["app/data/"].Uid));
        Assert.Equal((0b111_101_101, 0), (byName["app/"].Mode, byName["app/"].Uid));
        Assert.Equal("unicode", byName["app/üñï/文件.txt"].Content);
        Assert.Equal("", byName["app/empty"].Content);
        Assert.All(entries, entry => Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), entry.Time));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(155)]
    [InlineData(156)]
    [InlineData(255)]
    public async Task Names_of_any_length_survive(int length)
    {
        foreach (var path in new[] { new string('a', length), "d/" + new string('b', length), new string('c', length) + "/" + new string('d', length), new string('é', length / 2) + "/x" })
        {
            var entries = await ReadBackAsync([LayerEntry.File(path, "x"u8.ToArray()), LayerEntry.SymbolicLink("link", path)], Plain with { ParentDirectories = false });
            Assert.Contains(entries, entry => entry.Name == path);
            Assert.Contains(entries, entry => entry.Link == path);
        }
    }

    [Fact]
    public async Task Very_deep_paths_survive()
    {
        var path = string.Join('/', Enumerable.Range(0, 200).Select(i => "folder" + i.ToString(CultureInfo.InvariantCulture)));
        Assert.Contains(await ReadBackAsync([LayerEntry.File(path, "x"u8.ToArray())], Plain), entry => entry.Name == path);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2097151)]
    [InlineData(2097152)]
    [InlineData(int.MaxValue)]
    public async Task Owners_of_any_size_survive(int id)
    {
        var entry = Assert.Single(await ReadBackAsync([LayerEntry.File("x", "x"u8.ToArray(), userId: id, groupId: id)], Plain));
        Assert.Equal((id, id), (entry.Uid, entry.Gid));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(8589934591L)]
    [InlineData(8589934592L)]
    public async Task Times_of_any_size_survive(long seconds)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(time, Assert.Single(await ReadBackAsync([LayerEntry.File("x", "x"u8.ToArray())], Plain with { Timestamp = time })).Time);
    }

    [Theory]
    [InlineData(0L, "00000000000")]
    [InlineData(8589934591L, "77777777777")]
    [InlineData(8589934592L, null)]
    [InlineData(long.MaxValue, null)]
    public void Sizes_beyond_ustar_go_into_pax(long size, string? octal)
    {
        var header = TarHeader.For(LayerEntry.File("x", ReadOnlyMemory<byte>.Empty), size, DateTimeOffset.UnixEpoch);
        if (octal is not null)
        {
            Assert.Equal(512, header.Length);
            Assert.Equal(octal, Encoding.ASCII.GetString(header, 124, 11));
            return;
        }
        Assert.Equal(1536, header.Length);
        var record = " size=" + size.ToString(CultureInfo.InvariantCulture) + "\n";
        Assert.Contains(record, Encoding.ASCII.GetString(header, 512, 512), StringComparison.Ordinal);
    }

    [Fact]
    public void Pax_records_count_their_own_length()
    {
        // Lengths around the change from two to three digits, where the count grows by itself.
        for (var length = 101; length < 300; length++)
        {
            var header = TarHeader.For(LayerEntry.File(new string('é', length), ReadOnlyMemory<byte>.Empty), 0, DateTimeOffset.UnixEpoch);
            var body = Encoding.UTF8.GetString(header, 512, header.Length - 1024).TrimEnd('\0');
            Assert.Equal(int.Parse(body.Split(' ')[0], CultureInfo.InvariantCulture), Encoding.UTF8.GetByteCount(body));
        }
    }

    [Fact]
    public async Task Parents_are_added_but_not_those_that_a_base_has()
    {
        var entries = await ReadBackAsync([LayerEntry.File("/usr/share/app/x/y", "1"u8.ToArray()), LayerEntry.File("/bin/tool", "2"u8.ToArray()), LayerEntry.File("/tmp/a/b", "3"u8.ToArray())], Plain);
        Assert.Equal(["bin/tool", "tmp/a/", "tmp/a/b", "usr/share/app/", "usr/share/app/x/", "usr/share/app/x/y"], entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task A_listed_folder_is_written_even_if_a_base_has_it() =>
        Assert.Equal(["tmp/", "tmp/x"], (await ReadBackAsync([LayerEntry.File("tmp/x", "1"u8.ToArray()), LayerEntry.Directory("tmp")], Plain)).Select(entry => entry.Name));

    [Theory]
    [InlineData("b", "a")]
    [InlineData("a", "b")]
    public async Task The_first_name_of_a_file_has_its_bytes(string file, string link)
    {
        var entries = await ReadBackAsync([LayerEntry.HardLink(link, file), LayerEntry.File(file, "content"u8.ToArray(), userId: 7)], Plain);
        Assert.Equal([("a", TarEntryType.RegularFile, "content", 7), ("b", TarEntryType.HardLink, "", 7)], entries.Select(entry => (entry.Name, entry.Type, entry.Content, entry.Uid)));
        Assert.Equal("a", entries[1].Link);
    }

    [Fact]
    public async Task Hard_links_to_hard_links_become_one_group()
    {
        var entries = await ReadBackAsync([LayerEntry.HardLink("a", "c"), LayerEntry.HardLink("c", "b"), LayerEntry.File("b", "x"u8.ToArray())], Plain);
        Assert.Equal(["", "a", "a"], entries.Select(entry => entry.Link));
        Assert.Equal("x", entries[0].Content);
    }

    [Theory]
    [InlineData("/app/x", "app/x")]
    [InlineData("./app//x/", "app/x")]
    [InlineData("app/./x", "app/x")]
    [InlineData("a b/c", "a b/c")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("..a/b..", "..a/b..")]
    public void Paths_have_one_form(string path, string expected) => Assert.Equal(expected, LayerPath.Normalize(path));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../b")]
    [InlineData("a/..")]
    [InlineData("a\0b")]
    [InlineData(".wh.x")]
    [InlineData("a/.wh..wh..opq")]
    public void Paths_that_cannot_be_in_a_layer_are_one_error(string path) =>
        Errors.Throws(ImageDiagnostics.InvalidEntry, () => LayerListing.Arrange([LayerEntry.File(path, "x"u8.ToArray())], Plain));

    [Fact]
    public void Entries_that_contradict_each_other_are_one_error()
    {
        var file = LayerEntry.File("a", "1"u8.ToArray());
        Refused(file, LayerEntry.File("/a", "2"u8.ToArray()));
        Refused(file, LayerEntry.Directory("a"));
        Refused(file, LayerEntry.File("a/b", "2"u8.ToArray()));
        Refused(LayerEntry.SymbolicLink("a", "/tmp"), LayerEntry.File("a/b", "2"u8.ToArray()));
        Refused(LayerEntry.HardLink("b", "nothing"));
        Refused(LayerEntry.HardLink("b", "b"));
        Refused(LayerEntry.HardLink("b", "c"), LayerEntry.HardLink("c", "b"));
        Refused(LayerEntry.HardLink("b", "d"), LayerEntry.Directory("d"));
        Refused(LayerEntry.SymbolicLink("b", ""));
        Refused(new LayerEntry { Kind = LayerEntryKind.File, Path = "x" });
        Refused(LayerEntry.File("x", "x"u8.ToArray(), (UnixFileMode)0x10000));
        Refused(LayerEntry.File("x", "x"u8.ToArray(), userId: -1));
        Assert.Single(LayerListing.Arrange([LayerEntry.Directory("a"), LayerEntry.Directory("/a/")], Plain));
    }

    [Fact]
    public async Task A_missing_source_is_one_error()
    {
        var error = await Errors.ThrowsAsync(ImageDiagnostics.InvalidEntry, () => WriteAsync([LayerEntry.File("x", "/nowhere/at/all")], Plain));
        Assert.Contains("/nowhere/at/all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changes_meanwhile_is_one_error()
    {
        using var folder = new TempFolder();
        var file = folder.Write("a", "content");
        var hashes = new Dictionary<string, Digest> { [file] = Digest.Of("another"u8) };
        await Errors.ThrowsAsync(ImageDiagnostics.FileChanged, () => TarStreamWriter.WriteAsync(Stream.Null, [LayerEntry.File("a", file)], hashes, DateTimeOffset.UnixEpoch, Token));
    }

    [Fact]
    public async Task An_unchanged_layer_is_not_written_again()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder["cache"]);
        var file = folder.Write("a", "content");
        LayerEntry[] entries = [LayerEntry.File("app/a", file)];
        Assert.False((await new LayerWriter(store).WriteAsync(entries, new LayerOptions(), Token)).FromCache);
        var blobs = Directory.GetFiles(store.Root, "*", SearchOption.AllDirectories).Length;
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-1));
        var again = await new LayerWriter(store).WriteAsync(entries, new LayerOptions(), Token);
        Assert.True(again.FromCache);
        Assert.InRange(Directory.GetFiles(store.Root, "*", SearchOption.AllDirectories).Length, blobs, blobs + 1);
        File.WriteAllText(file, "changed");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));
        var changed = await new LayerWriter(store).WriteAsync(entries, new LayerOptions(), Token);
        Assert.False(changed.FromCache);
        Assert.NotEqual(again.Layer.DiffId, changed.Layer.DiffId);
    }

    [Fact]
    public async Task Everything_that_reaches_the_layer_is_in_its_fingerprint()
    {
        LayerEntry[] variants =
        [
            LayerEntry.File("a", "1"u8.ToArray()), LayerEntry.File("a", "2"u8.ToArray()), LayerEntry.File("b", "1"u8.ToArray()),
            LayerEntry.File("a", "1"u8.ToArray(), LayerEntry.DefaultDirectoryMode), LayerEntry.File("a", "1"u8.ToArray(), userId: 1),
            LayerEntry.File("a", "1"u8.ToArray(), groupId: 1), LayerEntry.Directory("a"), LayerEntry.SymbolicLink("a", "b"), LayerEntry.SymbolicLink("a", "c"),
        ];
        using var folder = new TempFolder();
        var writer = new LayerWriter(new ContentStore(folder["cache"]));
        var digests = new List<Digest>();
        foreach (var variant in variants)
            digests.Add((await writer.WriteAsync([variant], Plain, Token)).Layer.DiffId);
        digests.Add((await writer.WriteAsync([variants[0]], Plain with { Timestamp = DateTimeOffset.UnixEpoch }, Token)).Layer.DiffId);
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Fact]
    public async Task A_damaged_layer_of_another_length_is_made_anew()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder["cache"]);
        var first = await new LayerWriter(store).WriteAsync(Sample, Plain, Token);
        await using (var file = new FileStream(store.PathOf(first.Layer.Blob.Descriptor.Digest), FileMode.Open))
            file.SetLength(10);
        var again = await new LayerWriter(store).WriteAsync(Sample, Plain, Token);
        Assert.False(again.FromCache);
        Assert.Equal(first.Layer.Blob.Descriptor, again.Layer.Blob.Descriptor);
    }

    [Fact]
    public void Any_path_is_either_refused_or_stays_inside() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            try
            {
                var path = LayerPath.Normalize(text.Get);
                return !path.StartsWith('/') && !path.Split('/').Any(part => part is "" or "." or "..");
            }
            catch (ImageException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    private static void Refused(params LayerEntry[] entries) => Errors.Throws(ImageDiagnostics.InvalidEntry, () => LayerListing.Arrange(entries, Plain));

    private static async Task<WrittenLayer> WriteAsync(IEnumerable<LayerEntry> entries, LayerOptions options)
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder["cache"]);
        var written = await new LayerWriter(store).WriteAsync(entries, options, Token);
        // The folder goes, the bytes stay.
        var bytes = await written.Layer.Blob.ReadAllAsync();
        return written with { Layer = written.Layer with { Blob = Blob.Of(written.Layer.Blob.Descriptor.MediaType, bytes) } };
    }

    private static async Task<List<ReadEntry>> ReadBackAsync(IEnumerable<LayerEntry> entries, LayerOptions options)
    {
        Stream stream = new MemoryStream(await (await WriteAsync(entries, options)).Layer.Blob.ReadAllAsync());
        if (options.Compression != CompressionLevel.NoCompression)
            stream = new GZipStream(stream, CompressionMode.Decompress);
        await using var reader = new TarReader(stream);
        var result = new List<ReadEntry>();
        while (await reader.GetNextEntryAsync(copyData: true, Token) is { } entry)
        {
            var content = entry.DataStream is null ? "" : await new StreamReader(entry.DataStream).ReadToEndAsync(Token);
            result.Add(new ReadEntry(entry.Name, entry.EntryType, entry.LinkName, (int)entry.Mode, entry.Uid, entry.Gid, entry.ModificationTime, content));
        }
        return result;
    }

    private sealed record ReadEntry(string Name, TarEntryType Type, string Link, int Mode, int Uid, int Gid, DateTimeOffset Time, string Content);

    private sealed class EntryComparer : IEqualityComparer<LayerEntry>
    {
        public static readonly EntryComparer Instance = new();

        public bool Equals(LayerEntry? x, LayerEntry? y) =>
            x! with { Content = null } == y! with { Content = null } && x.Content.GetValueOrDefault().Span.SequenceEqual(y.Content.GetValueOrDefault().Span);

        public int GetHashCode(LayerEntry obj) => obj.Path.GetHashCode(StringComparison.Ordinal);
    }
}
