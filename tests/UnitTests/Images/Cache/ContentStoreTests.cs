using System.Diagnostics;
using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class ContentStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Content_is_found_by_digest()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder.Path);
        var bytes = TestImages.Noise(1000);
        await store.AddAsync(bytes, Token);
        var descriptor = new Descriptor("x", Digest.Of(bytes), bytes.Length);
        Assert.True(store.Contains(descriptor.Digest, 1000));
        Assert.Equal(bytes, await store.Get(descriptor).ReadAllAsync());
        Assert.False(store.Contains(Digest.Of("other"u8), 5));
    }

    [Fact]
    public async Task An_aborted_write_leaves_nothing()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder.Path);
        var descriptor = new Descriptor("x", Digest.Of("abc"u8), 3);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.EnsureAsync(descriptor, async (writer, token) =>
        {
            await writer.Stream.WriteAsync("ab"u8.ToArray(), token);
            throw new InvalidOperationException("stop");
        }, Token));
        Assert.Empty(Directory.GetFiles(store.Root, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("abd")]
    [InlineData("ab")]
    [InlineData("abcd")]
    [InlineData("")]
    public async Task Wrong_content_gets_no_name(string content)
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder.Path);
        await Errors.ThrowsAsync(ImageDiagnostics.ContentMismatch, () => store.EnsureAsync(
            new Descriptor("x", Digest.Of("abc"u8), 3),
            (writer, token) => writer.Stream.WriteAsync(Encoding.UTF8.GetBytes(content), token).AsTask(), Token));
        Assert.Empty(Directory.GetFiles(store.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Content_is_made_once_while_many_ask_for_it()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder.Path);
        var made = 0;
        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => store.EnsureAsync(new Descriptor("x", Digest.Of("abc"u8), 3), async (writer, token) =>
        {
            Interlocked.Increment(ref made);
            await Task.Delay(10, token);
            await writer.Stream.WriteAsync("abc"u8.ToArray(), token);
        }, Token)));
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Sha512_content_is_checked_too()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder.Path);
        var digest = Digest.FromHash(System.Security.Cryptography.HashAlgorithmName.SHA512,
            System.Security.Cryptography.SHA512.HashData("abc"u8));
        var descriptor = new Descriptor("x", digest, 3);
        await store.EnsureAsync(descriptor, (writer, token) => writer.Stream.WriteAsync("abc"u8.ToArray(), token).AsTask(), Token);
        Assert.Equal("abc"u8.ToArray(), await store.Get(descriptor).ReadAllAsync());
    }

    [Fact]
    public async Task Damage_is_found_on_reading_and_removed()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder.Path);
        var bytes = TestImages.Noise(1000);
        await store.AddAsync(bytes, Token);
        var descriptor = new Descriptor("x", Digest.Of(bytes), bytes.Length);
        bytes[5] ^= 1;
        await File.WriteAllBytesAsync(store.PathOf(descriptor.Digest), bytes, Token);
        await Errors.ThrowsAsync(ImageDiagnostics.CacheDamaged, () => store.Get(descriptor).ReadAllAsync());
        Assert.False(store.Contains(descriptor.Digest, 1000));
        await Errors.ThrowsAsync(ImageDiagnostics.CacheDamaged, () => store.Get(descriptor).ReadAllAsync());
    }

    [Fact]
    public async Task Eight_writers_at_once_do_not_disturb_each_other()
    {
        using var folder = new TempFolder();
        var entries = Enumerable.Range(0, 20).Select(i => LayerEntry.File($"app/{i}", TestImages.Noise(20_000, i))).ToList();
        // A store of its own for each, as different processes have.
        var layers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            new LayerWriter(new ContentStore(folder.Path)).WriteAsync(entries, new LayerOptions(), Token))));
        Assert.Single(layers.Select(layer => layer.Layer.Blob.Descriptor).Distinct());
        await layers[0].Layer.Blob.ReadAllAsync();
        Assert.Empty(Directory.GetFiles(Path.Combine(layers.Length > 0 ? new ContentStore(folder.Path).Root : "", "tmp")));
    }

    [Fact]
    public async Task Writers_readers_and_collectors_at_once_end_in_right_content_or_none()
    {
        using var folder = new TempFolder();
        var options = new ContentStoreOptions { MaximumBytes = 50_000, InUse = TimeSpan.Zero, Abandoned = TimeSpan.FromHours(1) };
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var store = new ContentStore(folder.Path, options);
            for (var i = 0; i < 40; i++)
            {
                var bytes = TestImages.Noise(5000, (worker + i) % 20);
                await store.AddAsync(bytes, Token);
                try
                {
                    Assert.Equal(bytes, await store.Get(new Descriptor("x", Digest.Of(bytes), bytes.Length)).ReadAllAsync());
                }
                catch (ImageException e) when (e.Descriptor == ImageDiagnostics.CacheDamaged)
                {
                    // Collected by another worker between writing and reading.
                }
                store.Collect();
            }
        })));
    }

    [Fact]
    public async Task A_writer_killed_at_any_moment_does_no_harm()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TempFolder();
        var store = new ContentStore(folder.Path);
        var bytes = TestImages.Noise(500_000);
        var digest = Digest.Of(bytes);
        var source = folder.Write("source", bytes);
        for (var i = 0; i < 6; i++)
        {
            // The same steps that a writer takes, by a process that gets killed in the middle of them.
            var temporary = store.NewTemporaryPath();
            using var process = Process.Start(new ProcessStartInfo("/bin/sh")
            {
                ArgumentList = { "-c",
                    "for p in 1 2 3 4 5 6 7 8; do dd if=\"$1\" bs=62500 count=1 skip=$((p-1)) >> \"$2\" 2>/dev/null; sleep 0.005; done; mv \"$2\" \"$3\"", "sh", source, temporary, store.PathOf(digest) },
            })!;
            await Task.Delay(5 + (i * 12), Token);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Token);
            if (store.Contains(digest, bytes.Length))
                Assert.Equal(bytes, await store.Get(new Descriptor("x", digest, bytes.Length)).ReadAllAsync());
        }
        await store.AddAsync(bytes, Token);
        Assert.Equal(bytes, await store.Get(new Descriptor("x", digest, bytes.Length)).ReadAllAsync());

        foreach (var left in Directory.GetFiles(Path.Combine(store.Root, "tmp")))
            File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));
        store.Collect();
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Root, "tmp")));
    }

    [Fact]
    public async Task The_least_recently_used_content_goes_first()
    {
        using var folder = new TempFolder();
        var clock = new InstantClock();
        var store = new ContentStore(folder.Path, new ContentStoreOptions { MaximumBytes = 4500, InUse = TimeSpan.FromMinutes(1) }, clock);
        var contents = Enumerable.Range(0, 5).Select(i => TestImages.Noise(1000, i)).ToList();
        foreach (var content in contents)
        {
            await store.AddAsync(content, Token);
            clock.Advance(TimeSpan.FromHours(1));
        }
        Assert.True(store.Contains(Digest.Of(contents[0]), 1000));
        clock.Advance(TimeSpan.FromHours(1));
        store.Collect();
        Assert.Equal([true, false, true, true, true], contents.Select(content => File.Exists(store.PathOf(Digest.Of(content)))));
    }

    [Fact]
    public async Task Content_in_use_is_kept_even_above_the_limit()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder.Path, new ContentStoreOptions { MaximumBytes = 10 });
        await store.AddAsync(TestImages.Noise(1000), Token);
        store.Collect();
        Assert.True(store.Contains(Digest.Of(TestImages.Noise(1000)), 1000));
    }

    [Fact]
    public void A_temporary_file_that_is_being_written_is_kept()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder.Path);
        File.WriteAllText(store.NewTemporaryPath(), "x");
        store.Collect();
        Assert.Single(Directory.GetFiles(Path.Combine(store.Root, "tmp")));
    }

    [Fact]
    public void A_cache_that_cannot_be_made_is_one_error()
    {
        using var folder = new TempFolder();
        folder.Write("file", "x");
        Errors.Throws(ImageDiagnostics.CacheUnusable, () => _ = new ContentStore(Path.Combine(folder["file"], "cache")));
    }

    [Fact]
    public void The_cache_is_private()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TempFolder();
        var store = new ContentStore(folder["cache"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.Combine(store.Root, "blobs", "sha256")));
    }

    [Theory]
    [InlineData("/x/cache", "/home/u", "/x/cache/multistage-sdk")]
    [InlineData(null, "/home/u", "/home/u/.cache/multistage-sdk")]
    [InlineData("", "/home/u", "/home/u/.cache/multistage-sdk")]
    [InlineData("relative", "/home/u", "/home/u/.cache/multistage-sdk")]
    public void The_place_of_the_cache_follows_XDG(string? cache, string home, string expected)
    {
        if (OperatingSystem.IsLinux())
            Assert.Equal(expected,
                ContentStoreOptions.DefaultRoot(name => name switch { "XDG_CACHE_HOME" => cache, "HOME" => home, _ => null }));
    }

    [Fact]
    public async Task File_hashes_are_believed_only_while_the_file_looks_the_same()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder["cache"]);
        var hashes = new FileHashes(store);
        var file = folder.Write("src/a", "one");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-5));
        Assert.Equal(Digest.Of("one"u8), hashes.Compute([file], Token)[file]);
        // Another length, another time, and a replaced file with the old length and time.
        File.WriteAllText(file, "three");
        Assert.Equal(Digest.Of("three"u8), hashes.Compute([file], Token)[file]);
        File.WriteAllText(file, "THREE");
        Assert.Equal(Digest.Of("THREE"u8), hashes.Compute([file], Token)[file]);
        var time = DateTime.UtcNow.AddMinutes(-5);
        File.SetLastWriteTimeUtc(file, time);
        hashes.Compute([file], Token);
        await Task.Delay(20, Token);
        File.WriteAllText(file + ".new", "other");
        File.SetLastWriteTimeUtc(file + ".new", time);
        File.Move(file + ".new", file, overwrite: true);
        Assert.Equal(Digest.Of("other"u8), hashes.Compute([file], Token)[file]);
    }

    [Fact]
    public async Task A_file_hash_is_not_computed_twice()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder["cache"]);
        var file = folder.Write("src/a", "one");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-5));
        new FileHashes(store).Compute([file], Token);
        // A wrong digest in the table shows that the table is used.
        var table = Directory.GetFiles(Path.Combine(store.Root, "hashes")).Single();
        await File.WriteAllTextAsync(table,
            (await File.ReadAllTextAsync(table, Token)).Replace(Digest.Of("one"u8).Hex, Digest.Of("two"u8).Hex, StringComparison.Ordinal),
            Token);
        Assert.Equal(Digest.Of("two"u8), new FileHashes(store).Compute([file], Token)[file]);
        await File.WriteAllTextAsync(table, "damaged", Token);
        Assert.Equal(Digest.Of("one"u8), new FileHashes(store).Compute([file], Token)[file]);
    }

    [Fact]
    public async Task A_lie_of_the_hash_table_does_not_reach_a_layer()
    {
        using var folder = new TempFolder();
        var store = new ContentStore(folder["cache"]);
        var file = folder.Write("src/a", "one");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-5));
        new FileHashes(store).Compute([file], Token);
        var table = Directory.GetFiles(Path.Combine(store.Root, "hashes")).Single();
        await File.WriteAllTextAsync(table,
            (await File.ReadAllTextAsync(table, Token)).Replace(Digest.Of("one"u8).Hex, Digest.Of("two"u8).Hex, StringComparison.Ordinal),
            Token);
        await Errors.ThrowsAsync(ImageDiagnostics.FileChanged,
            () => new LayerWriter(store).WriteAsync([LayerEntry.File("a", file)], new LayerOptions(), Token));
    }
}
