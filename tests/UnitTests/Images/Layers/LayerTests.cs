using System.Globalization;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using MultiStage.Diagnostics;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.TestLayers;

namespace MultiStage.UnitTests.Images;

/// <summary>The same content is the same layer, and one that is known is not written again.</summary>
public class LayerTests
{
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
            LayerListing.Arrange(permuted, Plain).SequenceEqual(LayerListing.Arrange(Sample, Plain), EntryComparer.Instance))
            .QuickCheckThrowOnFailure();

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
    public async Task A_missing_source_is_one_error()
    {
        var error = await Errors.ThrowsAsync(ImageDiagnostics.InvalidEntry,
            () => WriteAsync([LayerEntry.File("x", "/nowhere/at/all")], Plain));
        Assert.Contains("/nowhere/at/all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changes_meanwhile_is_one_error()
    {
        using var folder = new TempFolder();
        var file = folder.Write("a", "content");
        var hashes = new Dictionary<string, Digest> { [file] = Digest.Of("another"u8) };
        await Errors.ThrowsAsync(ImageDiagnostics.FileChanged,
            () => TarStreamWriter.WriteAsync(Stream.Null, [LayerEntry.File("a", file)], hashes, DateTimeOffset.UnixEpoch, Token));
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
            LayerEntry.File("a", "1"u8.ToArray(), groupId: 1), LayerEntry.Directory("a"), LayerEntry.SymbolicLink("a", "b"),
            LayerEntry.SymbolicLink("a", "c"),
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
}
