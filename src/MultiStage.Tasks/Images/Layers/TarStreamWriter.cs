using System.Buffers;
using System.Security.Cryptography;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>Writes arranged entries as one tar. Files are read once, in pieces.</summary>
internal static class TarStreamWriter
{
    private const int BufferSize = 128 * 1024;

    /// <param name="output">Takes the tar.</param>
    /// <param name="entries">Arranged entries.</param>
    /// <param name="hashes">The digest of each source file; a file with another content by now is an error.</param>
    /// <param name="time">The time of every entry.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task WriteAsync(
        Stream output, IReadOnlyList<LayerEntry> entries, IReadOnlyDictionary<string, Digest> hashes, DateTimeOffset time,
        CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            foreach (var entry in entries)
                await WriteEntryAsync(output, entry, hashes, time, buffer, cancellationToken).ConfigureAwait(false);
            // Two zero blocks end the archive; no padding to a record follows, as nobody reads tapes.
            await output.WriteAsync(new byte[2 * TarHeader.BlockSize], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task WriteEntryAsync(
        Stream output, LayerEntry entry, IReadOnlyDictionary<string, Digest> hashes, DateTimeOffset time, byte[] buffer,
        CancellationToken cancellationToken)
    {
        if (entry.Kind != LayerEntryKind.File)
        {
            await output.WriteAsync(TarHeader.For(entry, 0, time), cancellationToken).ConfigureAwait(false);
            return;
        }
        if (entry.Content is { } content)
        {
            await output.WriteAsync(TarHeader.For(entry, content.Length, time), cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(new byte[TarHeader.Padding(content.Length)], cancellationToken).ConfigureAwait(false);
            return;
        }

        await using var file = Open(entry);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = file.Length;
        await output.WriteAsync(TarHeader.For(entry, size, time), cancellationToken).ConfigureAwait(false);
        for (var left = size; left > 0;)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken)
                .ConfigureAwait(false);
            if (read == 0)
                throw new ImageException(ImageDiagnostics.FileChanged, entry.SourcePath!, "it became shorter");
            hash.AppendData(buffer.AsSpan(0, read));
            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            left -= read;
        }
        if (await file.ReadAsync(buffer.AsMemory(0, 1), cancellationToken).ConfigureAwait(false) != 0)
            throw new ImageException(ImageDiagnostics.FileChanged, entry.SourcePath!, "it became longer");
        if (hashes.TryGetValue(entry.SourcePath!, out var expected) && expected.Hex != Convert.ToHexStringLower(hash.GetCurrentHash()))
            throw new ImageException(ImageDiagnostics.FileChanged, entry.SourcePath!, "it got another content");
        await output.WriteAsync(new byte[TarHeader.Padding(size)], cancellationToken).ConfigureAwait(false);
    }

    private static FileStream Open(LayerEntry entry)
    {
        try
        {
            return AtomicFile.OpenRead(entry.SourcePath!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(ImageDiagnostics.InvalidEntry, e, Printable.Of(entry.Path, 400), $"{entry.SourcePath} cannot be read");
        }
    }
}
