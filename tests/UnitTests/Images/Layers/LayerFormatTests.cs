using System.Formats.Tar;
using System.Globalization;
using System.Text;
using MultiStage.Images;
using static MultiStage.UnitTests.Images.TestLayers;

namespace MultiStage.UnitTests.Images;

/// <summary>What goes into a layer comes out of it, whatever its name, owner, time or size.</summary>
public class LayerFormatTests
{
    [Fact]
    public async Task Every_entry_can_be_read_back()
    {
        var entries = await ReadBackAsync(Sample, new LayerOptions { Timestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) });
        Assert.Equal(
            ["app/", "app/Shop.Web.dll", "app/also.dll", "app/current", "app/data/", "app/empty", "app/" + new string('l', 120) + "/",
                "app/" + new string('l', 120) + "/" + new string('n', 120), "app/run.sh", "app/üñï/", "app/üñï/文件.txt"],
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
        foreach (var path in new[] { new string('a', length), "d/" + new string('b', length),
            new string('c', length) + "/" + new string('d', length), new string('é', length / 2) + "/x" })
        {
            var entries = await ReadBackAsync([LayerEntry.File(path, "x"u8.ToArray()), LayerEntry.SymbolicLink("link", path)],
                Plain with { ParentDirectories = false });
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
        Assert.Equal(time,
            Assert.Single(await ReadBackAsync([LayerEntry.File("x", "x"u8.ToArray())], Plain with { Timestamp = time })).Time);
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
        var entries =
            await ReadBackAsync(
                [LayerEntry.File("/usr/share/app/x/y", "1"u8.ToArray()), LayerEntry.File("/bin/tool", "2"u8.ToArray()),
                    LayerEntry.File("/tmp/a/b", "3"u8.ToArray())], Plain);
        Assert.Equal(["bin/tool", "tmp/a/", "tmp/a/b", "usr/share/app/", "usr/share/app/x/", "usr/share/app/x/y"],
            entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task A_listed_folder_is_written_even_if_a_base_has_it() =>
        Assert.Equal(["tmp/", "tmp/x"],
            (await ReadBackAsync([LayerEntry.File("tmp/x", "1"u8.ToArray()), LayerEntry.Directory("tmp")], Plain)).Select(
                entry => entry.Name));

    [Theory]
    [InlineData("b", "a")]
    [InlineData("a", "b")]
    public async Task The_first_name_of_a_file_has_its_bytes(string file, string link)
    {
        var entries = await ReadBackAsync([LayerEntry.HardLink(link, file), LayerEntry.File(file, "content"u8.ToArray(), userId: 7)],
            Plain);
        Assert.Equal([("a", TarEntryType.RegularFile, "content", 7), ("b", TarEntryType.HardLink, "", 7)],
            entries.Select(entry => (entry.Name, entry.Type, entry.Content, entry.Uid)));
        Assert.Equal("a", entries[1].Link);
    }

    [Fact]
    public async Task Hard_links_to_hard_links_become_one_group()
    {
        var entries =
            await ReadBackAsync([LayerEntry.HardLink("a", "c"), LayerEntry.HardLink("c", "b"), LayerEntry.File("b", "x"u8.ToArray())],
                Plain);
        Assert.Equal(["", "a", "a"], entries.Select(entry => entry.Link));
        Assert.Equal("x", entries[0].Content);
    }
}
